import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterAll, describe, expect, test } from 'vitest';
import { withConfig } from '../../lib/cli/session.ts';
import { diagnose } from '../../lib/doctor/diagnosis.ts';
import { PrometheusError } from '../../lib/prometheus/errors.ts';
import { findPrometheus } from '../../lib/simulator/binary.ts';
import { startPrometheus } from '../../lib/simulator/server.ts';
import type { History } from '../prometheus.ts';
import { withPrometheus } from '../prometheus.ts';
import { brief, configOf, end, findingsIn, job, only, retold, story } from './history.ts';

const jobs = ['a: { interval: 5m, queue: false, items: false }'];
const HOUR = 3600;

const stops: (() => Promise<void>)[] = [];
afterAll(() => Promise.all(stops.map(stop => stop())));

async function play(history: History): Promise<string> {
  const { url, stop } = await withPrometheus(history);
  stops.push(stop);
  return url;
}

/** The scrape of every so many seconds is left. */
function thinned(seconds: number): History {
  return retold(story([job('a', 5)]), line => {
    const time = Number(line.split(' ').at(-1));
    return line.startsWith('#') || time % seconds < 30 ? line : undefined;
  });
}

const plain = await play(story([job('a', 5)]));

describe('doctor, on time', () => {
  test.each([
    [100, 'behind'],
    [-100, 'ahead of'],
  ])('tells a clock that differs by %i s', async (clock, word) => {
    const finding = only(await findingsIn({ url: plain, jobs, clock }), 'clock-skew');
    expect(finding?.level).toBe('error');
    expect(finding?.what).toMatch(
      new RegExp(
        `^Prometheus's clock is 1 min (39|40|41) s ${word}|^Prometheus's clock is 1 min 40 s ${word}`,
      ),
    );
  });

  test('lets clocks differ a little', async () => {
    expect(await findingsIn({ url: plain, jobs, clock: 20 })).toEqual([]);
  });

  test('tells a scrape interval above a minute, and windows that hold less than two', async () => {
    const slow = await play(thinned(300));
    const findings = await findingsIn({ url: slow, jobs });
    expect(brief(findings)).toEqual(expect.arrayContaining(['warning scrape-slow']));
    expect(only(findings, 'scrape-slow')?.what).toBe(
      'The slowest target with jobs is scraped about every 5 min.',
    );
    const fast = [
      'a: { interval: 5m, queue: false, items: false, failures: { criticalWindow: 5m } }',
    ];
    const found = only(await findingsIn({ url: slow, jobs: fast }), 'window-too-short');
    expect(found).toMatchObject({ level: 'error', jobs: ['a'] });
    expect(found?.what).toContain('A window of 5 min of "a" holds fewer than two scrapes');
  });

  test('a scrape a minute is well', async () => {
    const findings = await findingsIn({ url: await play(thinned(60)), jobs });
    expect(findings).toEqual([]);
  });

  test('tells data that comes late, and the delay to set', async () => {
    const finding = only(await findingsIn({ url: plain, jobs, after: 240 }), 'data-late');
    expect(finding).toMatchObject({ level: 'warning' });
    expect(finding?.advice).toContain('set delay: 4m');
    const set = await findingsIn({ url: plain, jobs, after: 240, prometheus: ', delay: 4m' });
    expect(set).toEqual([]);
  });

  test('tells that nothing was scraped in the last hour', async () => {
    const finding = only(await findingsIn({ url: plain, jobs, after: 2 * HOUR }), 'data-late');
    expect(finding).toMatchObject({
      level: 'error',
      what: 'No run of any job was scraped within the last hour.',
    });
  });

  test('tells a history that is young', async () => {
    const url = await play(story([job('a', 5)], 6));
    const finding = only(await findingsIn({ url, jobs }), 'history-short');
    expect(finding).toMatchObject({
      level: 'info',
      what: 'The history reaches back 5 h 55 min; staleness looks back 1 d 2 h.',
    });
  });

  test('tells a retention below the lookback', async () => {
    const binaries = await findPrometheus();
    const server = await startPrometheus({ binaries, retention: '6h' });
    stops.push(server.stop);
    const finding = only(await findingsIn({ url: server.url, jobs }), 'history-short');
    expect(finding).toMatchObject({
      level: 'error',
      what: 'Prometheus keeps 6 h; staleness looks back 1 d 2 h.',
    });
    expect(finding?.advice).toContain('--storage.tsdb.retention.time to 1d2h');
  });

  test('tells stamps that are ignored: zero, in the future, in milliseconds', async () => {
    const url = await play(
      story([
        job('a', 5, { stamp: 0 }),
        job('b', 5, { stamp: end + HOUR }),
        job('c', 5, { stamp: at => at * 1000 }),
      ]),
    );
    const three = ['a', 'b', 'c'].map(
      name => `${name}: { interval: 5m, queue: false, items: false }`,
    );
    expect(brief(await findingsIn({ url, jobs: three }))).toEqual([
      'error stamp-ignored c',
      'error stamp-ignored b',
      'info stamp-ignored a',
    ]);
  });
});

test('a Prometheus that is away is one finding, and nothing is known', async () => {
  const server = await startPrometheus({ binaries: await findPrometheus() });
  await server.stop();
  const findings = await findingsIn({ url: server.url, jobs });
  expect(brief(findings)).toEqual(['error prometheus-unavailable']);
});

test('a Prometheus that wants other credentials is told with where to correct them', async () => {
  const server = createServer((_, response) => response.writeHead(401).end('no')).listen(
    0,
    '127.0.0.1',
  );
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const [finding] = await findingsIn({ url: `http://127.0.0.1:${port}`, jobs });
  server.close();
  expect(finding?.code).toBe('prometheus-unavailable');
  expect(finding?.advice).toBe('Correct prometheus.auth: the kind, and the secret that it names.');
});

test.each([
  ['too-expensive', 'warning'],
  ['bad-query', 'error'],
] as const)('a question that fails as %s is a finding of its own: %s', async (code, level) => {
  const error = new PrometheusError({ code, problem: 'Prometheus said no' });
  const { fleet } = configOf({ url: plain, jobs });
  const inquiry = { fleet, now: () => Date.now() / 1000 };
  const { findings } = await withConfig(configOf({ url: plain, jobs }), ({ prometheus }) =>
    diagnose(
      {
        ...inquiry,
        prometheus: {
          get: prometheus.get,
          instant: (promql, at) =>
            promql.includes('_bucket') ? Promise.reject(error) : prometheus.instant(promql, at),
        },
      },
      end,
    ),
  );
  expect(brief(findings)).toEqual([`${level} query-failed`]);
});
