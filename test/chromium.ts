import { execFile } from 'node:child_process';
import { access } from 'node:fs/promises';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';

const run = promisify(execFile);

const debianPath = '/usr/bin/chromium';

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * A headless Chromium: the one in `CHROMIUM`, otherwise Debian's, which root installs through apt
 * if it is missing.
 */
export async function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: await findChromium(), args: flags });
}

async function findChromium(): Promise<string> {
  const named = process.env.CHROMIUM;
  if (named !== undefined && named !== '') {
    if (await exists(named)) return named;
    throw new Error(`CHROMIUM is ${named}, where there is no program.`);
  }
  if (await exists(debianPath)) return debianPath;
  await install();
  if (await exists(debianPath)) return debianPath;
  throw new Error(
    'No Chromium was found. Install it (Debian, Ubuntu: `apt-get install chromium` as root), or set CHROMIUM to the path of a Chromium or Chrome.',
  );
}

/** As root on Debian; package lists may be missing, as in a fresh container. */
async function install(): Promise<void> {
  const isRoot = process.getuid?.() === 0;
  if (!isRoot || !(await exists('/usr/bin/apt-get'))) return;
  const get = () => run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium']);
  await get().catch(() =>
    run('apt-get', ['update'])
      .then(get)
      .catch(() => undefined),
  );
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
