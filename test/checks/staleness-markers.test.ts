import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { countBuckets, countEvents } from '../../lib/checks/counters.ts';
import { findPrometheus } from '../../lib/simulator/binary.ts';
import { fleetOf } from './fleet.ts';

// Backfilled history holds no staleness markers, but a Prometheus that scrapes writes one as soon
// as a series or its target vanishes. promtool runs the real engine over series that have them:
// in its notation `_` is a missing sample and `stale` a marker.

const { source } = fleetOf('a: { interval: 5m }');
const target = 'job="app", instance="app:1"';
const runs = (status: string, values: string) => ({
  series: `job_execution_total{job_name="a", status="${status}", ${target}}`,
  values,
});
const up = (values: string) => ({ series: `up{${target}}`, values });

let promtool: string;
let directory: string;

beforeAll(async () => {
  ({ promtool } = await findPrometheus());
  directory = await mkdtemp(join(tmpdir(), 'jobwatch-markers-'));
});

afterAll(() => rm(directory, { recursive: true }));

type Series = Readonly<{ series: string; values: string }>;

/** The failed runs that Prometheus's engine counts 30 minutes into series with a sample a minute. */
async function failuresCounted(
  series: readonly Series[],
  windowSeconds: number,
  minute = 30,
): Promise<string> {
  const query = countEvents(source, {
    metric: source.metrics.executions,
    matchers: ['status="failed"'],
    windowSeconds,
    by: ['job_name'],
  });
  return evaluate(query, series, minute);
}

/** promtool only compares, and says what it got; so it is told to expect what cannot be. */
async function evaluate(query: string, series: readonly Series[], minute = 30): Promise<string> {
  const file = join(directory, 'test.yml');
  const expected = {
    expr: query,
    eval_time: `${minute}m`,
    exp_samples: [{ labels: 'x', value: -1 }],
  };
  const test = { interval: '1m', input_series: series, promql_expr_test: [expected] };
  await writeFile(file, stringify({ evaluation_interval: '1m', tests: [test] }));
  const run = promisify(execFile)(promtool, ['test', 'rules', file]);
  const words = await run.then(
    ({ stdout }) => stdout,
    (error: { stdout: string; stderr: string }) => error.stdout + error.stderr,
  );
  const got = /got:\s*(?:\{[^}]*\} ?)?(\S*)/.exec(words)?.[1];
  return got === 'nil' ? 'none' : String(Number(got));
}

describe('failed runs in the last 15 minutes, as the engine counts them with staleness markers', () => {
  const cases: readonly [string, string, readonly Series[]][] = [
    ['a steady counter', 'none', [up('1x40'), runs('failed', '7x40')]],
    ['one failure', '1', [up('1x40'), runs('failed', '7x20 8x20')]],
    ['the first failure ever', '1', [up('1x40'), runs('failed', '_x20 1x20')]],
    ['two failures at once as the first ever', '2', [up('1x40'), runs('failed', '_x20 2x20')]],
    [
      'a restart: the series goes, and comes again with a value it had before',
      '1',
      [up('1x40'), runs('failed', '1x17 stale _x5 1x20')],
    ],
    [
      'a restart: the old value was higher',
      '1',
      [up('1x40'), runs('failed', '7x17 stale _x5 1x20')],
    ],
    ['a reset without a gap', '2', [up('1x40'), runs('failed', '7x20 2x20')]],
    ['one missed scrape', 'none', [up('1x17 0 1x30'), runs('failed', '7x17 stale 7x30')]],
    [
      'one missed scrape, and a failure meanwhile',
      '1',
      [up('1x17 0 1x30'), runs('failed', '7x17 stale 8x30')],
    ],
    [
      'a target that is down for five minutes, with a small old counter',
      'none',
      [up('1x17 0x5 1x30'), runs('failed', '1x17 stale _x4 1x30')],
    ],
    [
      'a target that is down for twelve minutes, with a small old counter',
      'none',
      [up('1x12 0x11 1x30'), runs('failed', '1x12 stale _x10 1x30')],
    ],
    [
      'a Prometheus that begins to look at large counters',
      'none',
      [up('_x20 1x30'), runs('failed', '_x20 340x30')],
    ],
    [
      'a Prometheus that begins to look at small counters',
      'none',
      [up('_x20 1x30'), runs('failed', '_x20 1x30')],
    ],
  ];
  it.each(cases)('%s: %s', async (_name, expected, series) => {
    expect(await failuresCounted(series, 900)).toBe(expected);
  });

  it.each([31, 32, 33, 34, 35, 36, 40, 41])(
    'sees failures in a coarse window at once, and each once: minute %i',
    async minute => {
      const series = [up('1x60'), runs('failed', '7x30 8+1x29')];
      expect(await failuresCounted(series, 6 * 3600, minute)).toBe(String(minute - 30));
    },
  );

  it.each([29, 30, 31, 44, 45, 46])('and so in the coarsest one: minute %i', async minute => {
    const series = [up('1x60'), runs('failed', '7x10 8+1x50')];
    expect(await failuresCounted(series, 3 * 86_400, minute)).toBe(String(minute - 10));
  });

  it('counts the failure of a new pod that failed before its first scrape', async () => {
    const newPod = 'job="app", instance="app:2"';
    const series = [
      up('1x20 stale'),
      { series: `up{${newPod}}`, values: '_x20 1x20' },
      {
        series: `job_execution_total{job_name="a", status="failed", ${newPod}}`,
        values: '_x20 1x20',
      },
    ];
    expect(await failuresCounted(series, 900)).toBe('1');
  });

  it('does not count what a target brings along that was only renamed', async () => {
    const renamed = 'job="app", instance="app:2"';
    const ofRenamed = (status: string, values: string) => ({
      series: `job_execution_total{job_name="a", status="${status}", ${renamed}}`,
      values,
    });
    const series = [
      up('1x20 stale'),
      { series: `up{${renamed}}`, values: '_x20 1x20' },
      ofRenamed('failed', '_x20 1x20'),
      ofRenamed('success', '_x20 500x20'),
    ];
    expect(await evaluate(countAll(), series)).toBe('none');
  });

  it('counts a first failure where nobody keeps up, by the successes that were there', async () => {
    const series = [runs('success', '5x40'), runs('failed', '_x20 1x20')];
    expect(await evaluate(countAll(), series)).toBe('1');
  });
});

function countAll(): string {
  const metric = source.metrics.executions;
  return countEvents(source, { metric, matchers: [], windowSeconds: 900, by: ['job_name'] });
}

describe('slow runs in the last 15 minutes', () => {
  const bucket = (values: string) => ({
    series: `job_execution_duration_seconds_bucket{job_name="a", le="+Inf", ${target}}`,
    values,
  });
  const cases: readonly [string, string, readonly Series[]][] = [
    ['a histogram that is born with its first run', '1', [up('1x40'), bucket('_x20 1x20')]],
    ['the first run of a restarted process', '1', [up('1x40'), bucket('1x12 stale _x9 1x20')]],
    ['a histogram seen for the first time', 'none', [up('_x20 1x30'), bucket('_x20 90x30')]],
  ];
  it.each(cases)('%s: %s', async (_name, expected, series) => {
    const metric = `${source.metrics.duration}_bucket`;
    const query = countBuckets(source, { metric, matchers: [], windowSeconds: 900, by: ['le'] });
    expect(await evaluate(query, series)).toBe(expected);
  });
});
