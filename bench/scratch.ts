import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = mkdtempSync(join(tmpdir(), 'jobwatch-bench-'));
process.once('exit', () => rmSync(root, { recursive: true, force: true }));

/** Makes a directory that is removed when the bench ends. */
export function makeScratchDirectory(): string {
  return mkdtempSync(join(root, 'part-'));
}
