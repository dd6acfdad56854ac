import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { findingCodes } from '../../lib/doctor/finding.ts';

const page = readFileSync(new URL('../../docs/doctor.md', import.meta.url), 'utf8');

test("the docs page lists every finding, and no other, in the code's order", () => {
  const rows = page.split('\n').filter(line => line.startsWith('| `'));
  const codes = rows.flatMap(row =>
    [...(row.split('|')[1] ?? '').matchAll(/`([a-z-]+)`/g)].map(match => match[1]),
  );
  expect(codes).toEqual([...findingCodes]);
});
