import { access } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { type Browser, chromium } from 'playwright-core';
import { type ProgramEnd, runProgram } from '../lib/simulator/run-program.ts';

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
  const reason = await install();
  if (await exists(debianPath)) return debianPath;
  throw new Error(
    `No Chromium was found. Install it (Debian, Ubuntu: \`apt-get install chromium\` as root), or set CHROMIUM to the path of a Chromium or Chrome. ${reason}`,
  );
}

/** Another test file may be installing it. The machine's apt does one thing at a time. */
const patienceMilliseconds = 150_000;
const pauseMilliseconds = 1_000;

/** As root on Debian. Returns apt's output, which says why if it failed. */
async function install(): Promise<string> {
  if (process.getuid?.() !== 0) return 'Only root can install it.';
  const deadline = Date.now() + patienceMilliseconds;
  for (;;) {
    const { succeeded, output } = await runApt();
    const isLocked = /could not get lock|unable to (lock|acquire)/i.test(output);
    if (succeeded || !isLocked || Date.now() > deadline) return output;
    await setTimeout(pauseMilliseconds);
  }
}

/** Package lists may be missing, as in a fresh container. */
async function runApt(): Promise<ProgramEnd> {
  const get = () => runProgram('apt-get', ['install', '-y', '--no-install-recommends', 'chromium']);
  const end = await get();
  if (end.succeeded) return end;
  const update = await runProgram('apt-get', ['update']);
  return update.succeeded ? get() : update;
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
