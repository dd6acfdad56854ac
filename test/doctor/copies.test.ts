import { expect, test } from 'vitest';
import { brief, end, findIn, HOUR, pick, startHistories, writeSeries } from './histories.ts';

const count = (every: number) => (time: number) => Math.floor((time - end + 40 * HOUR) / every);
const total = (labels: string) =>
  `job_execution_total{job="app",${labels},job_name="a",status="success"}`;
const up = (labels: string) => writeSeries(`up{job="app",${labels}}`, () => 1);

const { url } = await startHistories({
  relabelled: [
    ...up('instance="i"'),
    ...writeSeries(total('instance="i",replica="a"'), count(300)),
    ...writeSeries(total('instance="i",replica="b"'), count(300), { from: end - 30 * HOUR + 11 }),
  ],
  pair: [
    ...up('instance="i",replica="a"'),
    ...up('instance="i",replica="b"'),
    ...writeSeries(total('instance="i",replica="a"'), count(300)),
    ...writeSeries(total('instance="i",replica="b"'), count(300), { from: end - 30 * HOUR + 11 }),
  ],
  pods: [
    ...up('instance="1"'),
    ...up('instance="2"'),
    ...writeSeries(total('instance="1"'), count(300)),
    ...writeSeries(total('instance="2"'), count(300)),
  ],
  workers: [
    ...up('instance="1"'),
    ...up('instance="2"'),
    ...writeSeries(total('instance="1"'), count(300)),
    ...writeSeries(total('instance="2"'), count(420)),
  ],
});

const jobs = ['a: { interval: 5m }'];
const source = 'preset: jobs, lastSuccess: false, duration: false, items: false, queue: false';
const find = (env: string, part = '') =>
  findIn({ url, env, jobs, more: `sources: { application: { ${source}${part} } }\n` });

test('doctor finds two copies of the same series, and the label in which they differ', async () => {
  const finding = pick(await find('relabelled'), 'copies');
  expect(finding).toMatchObject({
    level: 'warning',
    jobs: ['a'],
    what: 'Every series of "a" exists twice; the copies differ in the label replica.',
    lines: ['sources:', '  application: { preset: jobs, replicas: { drop: replica } }'],
  });
  expect(brief(await find('relabelled', ', replicas: { drop: replica }'))).toEqual([]);
});

test('copies that their targets also distinguish are no finding', async () => {
  expect(brief(await find('pair'))).toEqual([]);
});

test('targets with equal counts are a note, and no finding if the source says so', async () => {
  const finding = pick(await find('pods'), 'copies');
  expect(finding).toMatchObject({
    level: 'info',
    lines: ['sources:', '  application: { preset: jobs, replicas: max }'],
  });
  expect(brief(await find('pods', ', replicas: max'))).toEqual([]);
});

test('workers with their own runs are not copies', async () => {
  expect(brief(await find('workers'))).toEqual([]);
});
