import { afterAll, describe, expect, test } from 'vitest';
import type { History } from '../prometheus.ts';
import { withPrometheus } from '../prometheus.ts';
import { brief, findingsIn, job, only, retold, story } from './history.ts';

const plain = story([job('a', 5), job('b', 15)]);
const jobs = [
  'a: { interval: 5m, queue: false, items: false }',
  'b: { interval: 15m, queue: false, items: false }',
];

const stops: (() => Promise<void>)[] = [];
afterAll(() => Promise.all(stops.map(stop => stop())));

async function play(history: History): Promise<string> {
  const { url, stop } = await withPrometheus(history);
  stops.push(stop);
  return url;
}

const plainUrl = await play(plain);

describe('doctor, series by series', () => {
  test('finds nothing in a fleet that works', async () => {
    expect(await findingsIn({ url: plainUrl, jobs })).toEqual([]);
  });

  test('a metric by another name is missing, and the nearest is named', async () => {
    const url = await play(
      retold(plain, line =>
        line
          .replace('job_execution_total', 'jobs_execution_total')
          .replace('TYPE job_execution ', 'TYPE jobs_execution '),
      ),
    );
    const finding = only(await findingsIn({ url, jobs }), 'metric-missing');
    expect(finding).toMatchObject({
      level: 'error',
      what: 'Prometheus has no series of job_execution_total in the lookback.',
    });
    expect(finding?.advice).toContain('jobs_execution_total exists: is it that?');
  });

  test('a selector that hides everything is told from a metric that is missing', async () => {
    const findings = await findingsIn({
      url: plainUrl,
      jobs,
      prometheus: `, selector: 'env="prod"'`,
    });
    const advice = findings.filter(({ code }) => code === 'metric-missing').map(f => f.advice);
    expect(advice).toHaveLength(3);
    expect(new Set(advice)).toEqual(
      new Set(['It exists without prometheus.selector: correct the selector.']),
    );
  });

  test('queue and items that nobody exports are worth a note', async () => {
    const findings = await findingsIn({
      url: plainUrl,
      jobs: ['a: { interval: 5m }', 'b: { interval: 15m }'],
    });
    expect(brief(findings)).toEqual(['info metric-missing', 'info metric-missing']);
  });

  test('a label by another name is missing', async () => {
    const url = await play(
      retold(plain, line => line.replace('job_name=', 'task=').replace('status=', 'outcome=')),
    );
    const findings = await findingsIn({ url, jobs });
    const missing = findings.filter(({ code }) => code === 'label-missing');
    expect(missing.map(({ what }) => what)).toEqual([
      'Some series of job_execution_total have no label job_name.',
      'Some series of job_execution_total have no label status.',
      'Some series of job_execution_duration_seconds have no label job_name.',
      'Some series of job_last_success_timestamp_seconds have no label job_name.',
    ]);
  });

  test('a bucket without a bound is none', async () => {
    const url = await play(
      retold(plain, line =>
        /_bucket|_sum|_count/.test(line) && !line.includes('+Inf')
          ? undefined
          : line
              .replace('le="+Inf"', 'lt="Inf"')
              .replace(
                '# TYPE job_execution_duration_seconds histogram',
                '# TYPE job_execution_duration_seconds unknown',
              ),
      ),
    );
    const finding = only(await findingsIn({ url, jobs }), 'label-missing');
    expect(finding?.what).toBe('Some series of job_execution_duration_seconds have no label le.');
  });

  test('statuses that are neither success nor failed count as nothing', async () => {
    const url = await play(retold(plain, line => line.replace('status="success"', 'status="ok"')));
    const finding = only(await findingsIn({ url, jobs }), 'status-unknown');
    expect(finding).toMatchObject({ level: 'error' });
    expect(finding?.what).toBe(
      'job_execution_total has the statuses "ok", and neither "success" nor "failed".',
    );
  });

  test('a Prometheus that keeps no up is told', async () => {
    const url = await play(
      retold(plain, line => (/^(# TYPE up |up\{)/.test(line) ? undefined : line)),
    );
    expect(brief(await findingsIn({ url, jobs }))).toEqual(['warning up-missing']);
  });

  test('a histogram that ends below the limits is told with both', async () => {
    const url = await play(
      retold(plain, line => (/le="(120|300|600)(\.0)?"/.test(line) ? undefined : line)),
    );
    const finding = only(await findingsIn({ url, jobs }), 'bucket-too-low');
    expect(finding).toMatchObject({ level: 'error', jobs: ['a', 'b'] });
    expect(finding?.what).toBe(
      'The histogram of "a", "b" ends at 60 s, below the limits of BackgroundJobHighDuration at 300 s and BackgroundJobCriticalDuration at 600 s.',
    );
  });

  test('a limit that equals the last bucket can be told', async () => {
    const line = (critical: number) =>
      `a: { interval: 5m, queue: false, items: false, duration: { critical: ${critical}s } }`;
    const codes = async (critical: number) =>
      brief(await findingsIn({ url: plainUrl, jobs: [line(critical), jobs[1] ?? ''] }));
    expect(await codes(600)).toEqual([]);
    expect(await codes(601)).toEqual(['error bucket-too-low a']);
  });

  test('a job that has runs but no durations is told', async () => {
    const url = await play(
      retold(plain, line =>
        line.includes('duration') && line.includes('job_name="a"') ? undefined : line,
      ),
    );
    expect(brief(await findingsIn({ url, jobs }))).toEqual(['warning duration-unseen a']);
  });
});
