import { expect, test } from 'vitest';
import { parseConfig } from '../../lib/config/load.ts';
import { findUnmatchedPatterns } from '../../lib/doctor/findings-patterns.ts';

const examine = (lines: string) => {
  const text = `prometheus: { url: "http://localhost:9090" }\njobs: { ops/backup: { interval: 1h } }\n${lines}`;
  const config = parseConfig(text, { file: 'x', baseDirectory: '/', readFile: () => '' });
  return findUnmatchedPatterns(config, ['ops/backup', 'unlisted']);
};

const window = (jobs: string) =>
  `maintenance: [{ jobs: [${jobs}], schedule: "0 1 * * 0", duration: 3h, reason: restore }]`;
const route = (jobs: string) => `notify: { routes: [{ jobs: [${jobs}], warning: [a@b.co] }] }`;

test('doctor accepts patterns that match a listed or an unlisted job', () => {
  expect(examine(`${window('"ops/*", unlisted')}\n${route('"*"')}`)).toEqual([]);
});

test('doctor reports patterns of maintenance and of routes that match no job', () => {
  const findings = examine(`${window('ops/bakup, "ops/*"')}\n${route('"billing/*", "x*"')}`);
  expect(findings.map(({ what, advice }) => `${what} ${advice}`)).toEqual([
    'No job matches "ops/bakup" in maintenance. Correct the pattern, or remove it. Did you mean "ops/backup"?',
    'No job matches "billing/*", "x*" in notify.routes. Correct the pattern, or remove it.',
  ]);
});
