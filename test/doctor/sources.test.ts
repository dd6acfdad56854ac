import { describe, expect, test } from 'vitest';
import {
  ask,
  brief,
  end,
  findIn,
  HOUR,
  makeJob,
  makeScenario,
  pick,
  play,
  startHistories,
  writeSeries,
} from './histories.ts';

const plain = makeScenario([makeJob('a', 5), makeJob('b', 15)], 10);
const jobs = [
  'a: { interval: 5m, queue: false, items: false }',
  'b: { interval: 15m, queue: false, items: false }',
];

const runs = (time: number) => Math.floor((time - end + 40 * HOUR) / 300);

const { url } = await startHistories({
  plain: play(plain),
  renamed: play(plain, line => line.replace('job_execution_total', 'jobs_execution_total')),
  relabelled: play(plain, line =>
    line.replace('job_name=', 'task=').replace('status=', 'outcome='),
  ),
  words: play(plain, line => line.replace('status="success"', 'status="ok"')),
  failing: [
    ...writeSeries('job_execution_total{job="app",instance="i",job_name="a",status="ok"}', runs),
    ...writeSeries('job_execution_total{job="app",instance="i",job_name="a",status="error"}', runs),
    ...writeSeries('up{job="app",instance="i"}', () => 1),
  ],
  third: play(
    makeScenario([makeJob('a', 5, { outcome: (_, i) => (i % 2 ? 'success' : 'partial') })], 10),
  ),
  blind: play(plain, line => (line.startsWith('up{') ? undefined : line)),
  pushed: play(plain, line => (line.startsWith('up{') ? line.replace('app:1', 'gateway:1') : line)),
  counted: play(plain, line => (line.includes('last_success') ? undefined : line)),
  stamped: play(plain, line =>
    line.includes('last_success') || line.startsWith('up{') ? line : undefined,
  ),
  native: play(plain, line =>
    line.includes('_sum{')
      ? line.replace('_sum{', '{')
      : /_bucket|_count/.test(line)
        ? undefined
        : line,
  ),
  sumless: play(plain, line => (/_sum|_count/.test(line) ? undefined : line)),
});

describe('doctor reports for a source', () => {
  test('what it found, with the values of its status label', async () => {
    const { sources, findings } = await ask({ url, env: 'plain', jobs });
    expect(brief(findings)).toEqual([]);
    expect(sources).toMatchObject([{ name: 'application', preset: 'jobs', jobs: 2 }]);
    expect(sources[0]?.parts.map(({ text }) => text)).toEqual([
      'runs: job_execution_total (success)',
      'last success: job_last_success_timestamp_seconds',
      'durations: job_execution_duration_seconds_count, job_execution_duration_seconds_sum',
      'no items: failed items are not seen',
      'no queue: a growing queue is not seen',
    ]);
  });

  test('that successes are counted if there is no last success, which is not an error', async () => {
    const more = 'sources: { application: { preset: jobs, lastSuccess: false } }\n';
    const { sources, findings } = await ask({ url, env: 'counted', jobs, more });
    expect(sources[0]?.parts[1]?.text).toBe('no last success: successes are counted instead');
    expect(brief(findings)).toEqual([]);
  });

  test('that a configured but missing last success is replaced by counted successes', async () => {
    const finding = pick(await findIn({ url, env: 'counted', jobs }), 'metric-missing');
    expect(finding).toMatchObject({
      level: 'info',
      what: 'Prometheus has no series of job_last_success_timestamp_seconds.',
      why: 'The age of the last success is read from it. Successes are counted instead.',
    });
  });

  test('that failures are not seen if there is a last success but there are no runs', async () => {
    const { sources, findings } = await ask({ url, env: 'stamped', jobs });
    expect(sources[0]?.parts[0]?.text).toBe(
      'no runs: failures are not seen, only how long ago each job last succeeded',
    );
    expect(brief(findings)).toEqual(['warning metric-missing', 'warning metric-missing']);
  });
});

describe('doctor names what a source lacks:', () => {
  test('a metric with another name is missing, and the nearest name is suggested', async () => {
    const finding = pick(await findIn({ url, env: 'renamed', jobs }), 'metric-missing');
    expect(finding?.what).toBe('Prometheus has no series of job_execution_total.');
    expect(finding?.advice).toContain('Did you mean');
  });

  test('a selector that excludes everything is distinguished from a missing metric', async () => {
    const findings = await findIn({ url, env: 'nowhere', jobs });
    const advice = findings.filter(({ code }) => code === 'metric-missing').map(one => one.advice);
    expect(advice).toHaveLength(3);
    expect(new Set(advice)).toEqual(
      new Set(['It exists without the selector env="nowhere": correct the selector.']),
    );
  });

  test('queue and items that no job exports are a note', async () => {
    const both = ['a: { interval: 5m }', 'b: { interval: 15m }'];
    const findings = await findIn({ url, env: 'plain', jobs: both });
    expect(brief(findings)).toEqual(['info metric-missing', 'info metric-missing']);
  });

  test('a label with another name is missing', async () => {
    const findings = await findIn({ url, env: 'relabelled', jobs });
    const missing = findings.filter(({ code }) => code === 'label-missing');
    expect(missing.map(({ level, what }) => `${level}: ${what}`)).toEqual([
      'error: Some series of job_execution_total{env="relabelled"} have no label job_name.',
      'error: Some series of job_execution_total{env="relabelled"} have no label status.',
      'error: Some series of job_last_success_timestamp_seconds{env="relabelled"} have no label job_name.',
      'error: Some series of job_execution_duration_seconds_count{env="relabelled"}, job_execution_duration_seconds_sum{env="relabelled"} have no label job_name.',
    ]);
  });

  test('buckets without their count and sum are reported', async () => {
    const finding = pick(await findIn({ url, env: 'sumless', jobs }), 'metric-missing');
    expect(finding?.advice).toContain('job_execution_duration_seconds_bucket exists without');
  });
});

test('doctor recognises a native histogram by its name without a suffix', async () => {
  const finding = pick(await findIn({ url, env: 'native', jobs }), 'metric-missing');
  expect(finding?.lines).toEqual([
    'sources:',
    '  application: { …, duration: { histogram: job_execution_duration_seconds, native: true } }',
  ]);
});

describe('doctor on status values:', () => {
  test('values that count as nothing are an error, with the lines that map them', async () => {
    const finding = pick(await findIn({ url, env: 'words', jobs }), 'outcome-unmapped');
    expect(finding).toMatchObject({
      level: 'error',
      what: 'No value of `status` counts as success or failed: seen are ok (job_execution_total).',
      lines: [
        'sources:',
        '  application: { preset: jobs, runs: { counter: "job_execution_total", status: status, success: [success, ok], failed: [failed], skipped: [skipped] } }',
      ],
    });
  });

  test('a failure value that is not mapped is reported, with the values seen', async () => {
    const more =
      'sources: { application: { preset: jobs, runs: { counter: job_execution_total, status: status, success: [ok], failed: [failed] } } }\n';
    const finding = pick(await findIn({ url, env: 'failing', jobs, more }), 'outcome-unmapped');
    expect(finding?.what).toBe(
      'No value of `status` counts as failed: seen are error, ok (job_execution_total).',
    );
    expect(finding?.lines?.[1]).toContain('failed: [failed, error]');
  });

  test('a further value is named next to success', async () => {
    const finding = pick(await findIn({ url, env: 'third', jobs }), 'outcome-unmapped');
    expect(finding?.what).toBe(
      'No value of `status` counts as failed: seen are partial, success (job_execution_total).',
    );
  });
});

describe('doctor on targets', () => {
  test('reports a Prometheus without up', async () => {
    expect(brief(await findIn({ url, env: 'blind', jobs }))).toEqual(['warning up-missing']);
  });

  test('notes targets whose up has other labels than their series', async () => {
    const finding = pick(await findIn({ url, env: 'pushed', jobs }), 'up-differs');
    expect(finding).toMatchObject({
      level: 'info',
      what: 'Series of jobs come from job="clipper", instance="app:1", and no up has these labels.',
    });
  });
});
