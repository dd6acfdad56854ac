import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backtest, type HistoryServer, startHistory, summarize } from './backtest.ts';
import { createExposition } from './exposition.ts';
import { breakMinute, fiveHours, fiveJobs } from './five-jobs.ts';
import { wanted } from './wanted.ts';
import { writers } from './write-runs.ts';
import { exporterTarget } from './writer.ts';

/** What an exporter does not export cannot be judged: its missing parts. */
const lacking: Readonly<Record<string, readonly RegExp[]>> = {
  pushgateway: [/Fail/],
  bullmq: [/Duration/],
};

let server: HistoryServer;
beforeAll(async () => {
  const expositions = writers.map(([preset, { write }], index) => {
    const exposition = createExposition(`${preset}-${index}`, fiveHours);
    exposition.gauge('up', exporterTarget, () => 1);
    for (const [kind, runs] of Object.entries(fiveJobs)) write(exposition, kind, runs);
    return exposition;
  });
  server = await startHistory(expositions);
}, 60_000);
afterAll(() => server.stop());

describe('the healthy, the flaky, the failing, the stopped and the slow job', () => {
  it.each(writers.map(([preset, writer], index) => ({ preset, writer, index })))(
    'of $preset get their own alarms, once and in time ($index)',
    async ({ preset, writer, index }) => {
      const kinds = Object.keys(fiveJobs);
      const fired = await backtest(server, {
        name: `${preset}-${index}`,
        sources: { exporter: { preset } },
        jobs: Object.fromEntries(kinds.map(kind => [writer.name(kind), { interval: '15m' }])),
        span: [0, fiveHours * 60],
      });
      const kindByName = new Map(kinds.map(kind => [writer.name(kind), kind]));
      const named = fired.map(one => ({ ...one, job: kindByName.get(one.job) ?? one.job }));
      const missing = lacking[preset] ?? [];
      expect(summarize(named)).toEqual(
        wanted.filter(line => !missing.some(pattern => pattern.test(line))),
      );
      const broken = named.filter(({ job }) => job !== 'flaky').map(({ from }) => from);
      expect(Math.min(...broken)).toBeGreaterThan(breakMinute / 60);
      expect(Math.max(...broken)).toBeLessThan(breakMinute / 60 + 2.6);
    },
  );
});
