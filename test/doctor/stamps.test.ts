import { expect, test } from 'vitest';
import {
  brief,
  end,
  findIn,
  HOUR,
  makeJob,
  makeScenario,
  play,
  startHistories,
} from './histories.ts';

const makeHistory = (stamp: (endedAt: number) => number) =>
  play(makeScenario([makeJob('sync', 5, { stamp })], 10));

const { url } = await startHistories({
  nan: makeHistory(() => Number.NaN),
  zero: makeHistory(() => 0),
  negative: makeHistory(() => -1),
  infinite: makeHistory(() => Number.POSITIVE_INFINITY),
  milliseconds: makeHistory(at => at * 1000),
  future: makeHistory(() => end + 400 * HOUR),
  ahead: makeHistory(at => at + 2 * HOUR),
  behind: makeHistory(at => at - 2 * HOUR),
  seconds: makeHistory(at => at),
});

const jobs = ['sync: { interval: 5m, queue: false, items: false }'];
const find = async (env: string, more = '') => {
  const findings = await findIn({ url, env, jobs, more });
  return findings.filter(({ code }) => code === 'stamp-ignored');
};

test.each([
  ['nan', 'warning', 'is not a number (NaN)'],
  ['zero', 'info', 'is 0'],
  ['negative', 'warning', 'is negative'],
  ['infinite', 'warning', 'is infinite'],
  ['milliseconds', 'warning', 'is in milliseconds'],
  ['future', 'warning', 'is 16 d 16 h in the future'],
  ['ahead', 'warning', 'is 2 h in the future'],
  ['behind', 'warning', 'is 2 h before the successes that are counted'],
])('doctor reports that a timestamp is %s: %s, it %s', async (env, level, words) => {
  const [finding, ...others] = await find(env);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    level,
    jobs: ['sync'],
    what: `The last-success timestamp of \`sync\` ${words}.`,
  });
});

test('a correct timestamp is no finding', async () => {
  expect(brief(await findIn({ url, env: 'seconds', jobs }))).toEqual([]);
});

test('a timestamp in milliseconds comes with the unit to paste', async () => {
  const [finding] = await find('milliseconds');
  expect(finding?.lines).toEqual([
    'sources:',
    '  application: { preset: jobs, lastSuccess: { gauge: "job_last_success_timestamp_seconds", unit: ms } }',
  ]);
});

test('doctor reports a timestamp in seconds that is read as milliseconds', async () => {
  const more =
    'sources: { application: { preset: jobs, lastSuccess: { gauge: job_last_success_timestamp_seconds, unit: ms } } }\n';
  const [finding] = await find('seconds', more);
  expect(finding?.what).toBe(
    'The last-success timestamp of `sync` is in seconds, not in milliseconds.',
  );
});

test('a timestamp that cannot be read is an error if nothing else shows a success', async () => {
  const [finding] = await find('nan', 'sources: { application: { preset: jobs, runs: false } }\n');
  expect(finding).toMatchObject({
    level: 'error',
    why: 'It is ignored: if the job has no success counter, it counts as never having succeeded.',
  });
});
