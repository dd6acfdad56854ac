import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

/** Debian's Chromium, or the one that the environment names. */
export function startChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** Where pictures are put for a person to look at. */
export async function pictureFile(name: string): Promise<string> {
  const directory = process.env.JOBWATCH_PICTURES ?? join(tmpdir(), 'jobwatch-pictures');
  await mkdir(directory, { recursive: true });
  return join(directory, `${name}.png`);
}
