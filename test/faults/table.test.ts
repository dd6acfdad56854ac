import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { unknownRows } from './unknown-rows.ts';

test('docs/reliability.md lists every tested cause with its code', async () => {
  const file = join(import.meta.dirname, '..', '..', 'docs', 'reliability.md');
  const text = await readFile(file, 'utf8');
  for (const { cause, code } of unknownRows) expect(text).toContain(`| ${cause} | \`${code}\` |`);
});
