import { mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/**
 * Fills a temporary directory and renames the path that `fill` gives to `target`, so that `target`
 * is complete or absent. Gives false if `fill` gave no path. Another process's `target` is kept.
 */
export async function unpackInto(
  target: string,
  fill: (directory: string) => Promise<string | undefined>,
): Promise<boolean> {
  await mkdir(dirname(target), { recursive: true });
  const directory = await mkdtemp(join(dirname(target), '.unpacking-'));
  try {
    const made = await fill(directory);
    if (made !== undefined) await moveIntoPlace(made, target);
    return made !== undefined;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function moveIntoPlace(made: string, target: string): Promise<void> {
  try {
    await rename(made, target);
  } catch (error) {
    const exists = await stat(target).catch(() => undefined);
    if (exists === undefined) throw error;
  }
}
