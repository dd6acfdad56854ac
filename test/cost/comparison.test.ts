import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { loadConfig } from '../../lib/config/load.ts';
import { billFor } from '../../lib/cost/bill.ts';

const top = new URL('../../', import.meta.url);
const example = await loadConfig(fileURLToPath(new URL('jobwatch.yaml', top)));

test.for([
  ['alert', 1],
  ['job', 2],
] as const)(
  "the docs page's account of a service adds up to its fixed price with alarms: %s",
  ([alarms, column]) => {
    const page = readFileSync(new URL('docs/cost.md', top), 'utf8');
    const section = page.slice(page.indexOf('## Per service'), page.indexOf('One call carries'));
    const rows = [...section.matchAll(/^\| .* \| (?:\$([\d.]+) )?\| (?:\$([\d.]+) )?\|$/gm)];
    const sum = rows.reduce((total, row) => total + Number(row[column] ?? 0), 0);
    expect(sum).toBeCloseTo(billFor({ ...example, alarms }).fixedUsd, 1);
  },
);
