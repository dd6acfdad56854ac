import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Where pictures are stored for a person to look at. */
export async function pictureFile(name: string): Promise<string> {
  const directory = join(import.meta.dirname, 'screenshots');
  await mkdir(directory, { recursive: true });
  return join(directory, `${name}.png`);
}
