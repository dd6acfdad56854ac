import { afterAll, describe, expect, test } from 'vitest';
import { withConfig } from '../../lib/cli/session.ts';
import { diagnose } from '../../lib/doctor/diagnosis.ts';
import { findPrometheus } from '../../lib/simulator/binary.ts';
import { startPrometheus } from '../../lib/simulator/server.ts';
import {
  ask,
  brief,
  end,
  findIn,
  HOUR,
  makeConfig,
  makeJob,
  makeScenario,
  pick,
  play,
  startHistories,
  writeSeries,
} from './histories.ts';

const stops: (() => Promise<void>)[] = [];
afterAll(() => Promise.all(stops.map(stop => stop())));

const jobs = ['a: { interval: 5m, queue: false, items: false }'];
const plain = makeScenario([makeJob('a', 5)], 12);

/** Only one scrape per this many seconds is left. */
const thin = (seconds: number) =>
  play(plain, line => (Number(line.split(' ').at(-1)) % seconds < 30 ? line : undefined));

/** A target that is there only in the first three minutes of every half hour. */
const ofPods = play(makeScenario([makeJob('a', 30)], 12), line =>
  Number(line.split(' ').at(-1)) % 1800 < 180 ? line : undefined,
);

const { url } = await startHistories({
  ...{ plain: play(plain), minutely: thin(60), slow: thin(300) },
  pods: ofPods,
});

const young = await startHistories({
  any: writeSeries('up{job="app",instance="i"}', () => 1, { from: end - 120 }),
});

describe('doctor, on time', () => {
  test.each([
    [100, 'behind'],
    [-100, 'ahead of'],
  ])('reports a clock that differs by %i s', async (clock, word) => {
    const finding = pick(await findIn({ url, env: 'plain', jobs, clock }), 'clock-skew');
    expect(finding?.level).toBe('error');
    expect(finding?.what).toMatch(
      new RegExp(`^Prometheus's clock is 1 min (39|40|41) s ${word} this machine's`),
    );
  });

  test('accepts clocks that differ a little', async () => {
    expect(brief(await findIn({ url, env: 'plain', jobs, clock: 20 }))).toEqual([]);
  });

  test('reports a scrape interval above a minute, and windows with less than two scrapes', async () => {
    const findings = await findIn({ url, env: 'slow', jobs });
    expect(brief(findings)).toContain('warning scrape-slow');
    expect(pick(findings, 'scrape-slow')?.what).toBe(
      'The slowest targets with jobs are scraped about every 5 min.',
    );
    const fast = ['a: { interval: 5m, queue: false, items: false, failures: { window: 5m } }'];
    const found = pick(await findIn({ url, env: 'slow', jobs: fast }), 'window-too-short');
    expect(found).toMatchObject({ level: 'error', jobs: ['a'] });
    expect(found?.what).toContain('A window of 5 min of "a" contains fewer than two scrapes');
  });

  test('accepts one scrape per minute', async () => {
    expect(brief(await findIn({ url, env: 'minutely', jobs }))).toEqual([]);
  });

  test('reports data that arrives late, and the delay to set', async () => {
    const finding = pick(await findIn({ url, env: 'plain', jobs, after: 240 }), 'data-late');
    expect(finding).toMatchObject({ level: 'warning', lines: ['prometheus: { …, delay: 4m }'] });
    const set = await findIn({ url, env: 'plain', jobs, after: 240, prometheus: ', delay: 4m' });
    expect(brief(set)).toEqual([]);
  });

  test('does not call pods late that are away between two runs as always', async () => {
    const rare = ['a: { interval: 30m, queue: false, items: false }'];
    for (const [after, codes] of [
      [20 * 60, []],
      [3 * HOUR, ['error data-late']],
    ] as const) {
      const found = await findIn({ url, env: 'pods', jobs: rare, after });
      expect(brief(found).filter(code => code.endsWith('data-late'))).toEqual(codes);
    }
  });

  test('reports an answer that is hours old', async () => {
    const finding = pick(await findIn({ url, env: 'plain', jobs, after: 2 * HOUR }), 'data-late');
    expect(finding?.level).toBe('error');
    expect(finding?.what).toMatch(/^The newest sample of a job is 2 h( \d+ s)? old\.$/);
  });

  test('says that a Prometheus is only some minutes old, instead of what it has not seen', async () => {
    const { findings } = await ask({ ...young, env: 'any', jobs });
    expect(brief(findings)).toEqual(['warning prometheus-young']);
    expect(findings[0]?.what).toBe(
      'This Prometheus is young: it has been watching for only 2 min.',
    );
  });

  test('says that a Prometheus has only just started', async () => {
    const server = await startPrometheus({ binaries: await findPrometheus() });
    stops.push(server.stop);
    const now = () => Date.now() / 1000;
    const config = makeConfig({ url: server.url, jobs });
    // the verb examines the whole minute before, at which Prometheus may not have run yet
    for (const at of [Math.ceil(now()), Math.floor(now() / 60) * 60 - 60]) {
      const { findings } = await withConfig(config, ({ prometheus }) =>
        diagnose({ prometheus, fleet: config.fleet, now }, at),
      );
      expect(brief(findings)).toEqual(['warning prometheus-young']);
      expect(findings[0]?.what).toBe(
        'This Prometheus is young: it has been watching for less than 1 min.',
      );
    }
  });

  test('reports a retention that is shorter than staleness looks back', async () => {
    const server = await startPrometheus({ binaries: await findPrometheus(), retention: '6h' });
    stops.push(server.stop);
    const finding = pick(await findIn({ url: server.url, jobs }), 'history-short');
    expect(finding).toMatchObject({
      level: 'error',
      what: 'Prometheus keeps 6 h of data; staleness looks back 1 d.',
    });
    expect(finding?.advice).toContain('--storage.tsdb.retention.time to 1d');
  });
});
