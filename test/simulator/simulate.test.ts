import { describe, expect, test } from 'vitest';
import type { Scenario, SimulatedJob } from '../../lib/simulator/scenario.ts';
import { simulate } from '../../lib/simulator/simulate.ts';

const from = Date.UTC(2026, 0, 5) / 1000;
const sync: SimulatedJob = { name: 'sync', intervalSeconds: 60, durationSeconds: 10 };

function playing(jobs: SimulatedJob[], minutes = 5): Scenario {
  return {
    from,
    to: from + minutes * 60,
    scrapeSeconds: 30,
    seed: 7,
    processes: [{ instance: 'pod-1', phaseSeconds: 0, jobs }],
  };
}

/** Seconds since the scenario's start and values of all series whose line begins so. */
function samples(scenario: Scenario, beginning: string): [number, number][] {
  const lines = [...simulate(scenario).openMetrics()].join('').split('\n');
  return lines
    .filter(line => line.startsWith(beginning))
    .map(line => line.split(' ').slice(-2).map(Number))
    .map(([value = Number.NaN, time = Number.NaN]) => [time - from, value]);
}

const counter = 'job_execution_total{';

describe('a run', () => {
  test('is counted when it ends, not when it starts', () => {
    expect(samples(playing([sync], 2), counter)).toEqual([
      [30, 1],
      [60, 1],
      [90, 2],
      [120, 2],
    ]);
  });
  test('is counted by a scrape at the moment of its end', () => {
    expect(samples(playing([{ ...sync, durationSeconds: 30 }], 1), counter)[0]).toEqual([30, 1]);
  });
  test('is never counted if its process stops before it ends', () => {
    const scenario = playing([{ ...sync, durationSeconds: 50 }]);
    const processes = scenario.processes.map(process => ({ ...process, stopsAt: from + 100 }));
    const { ledger } = simulate({ ...scenario, processes });
    expect(ledger.runs.map(run => run.start - from)).toEqual([0]);
    expect(ledger.unfinished).toEqual([{ job: 'sync', instance: 'pod-1', start: from + 60 }]);
  });
  test('is skipped while another is running, if the job is set to skip', () => {
    const { runs } = simulate(playing([{ ...sync, durationSeconds: 70, whenBusy: 'skip' }])).ledger;
    expect(runs.map(run => run.start - from)).toEqual([0, 120]);
  });
  test('starts on schedule, however late its process starts', () => {
    const late = playing([{ ...sync, firstRunAt: from + 5 }]);
    const processes = late.processes.map(process => ({ ...process, startsAt: from + 100 }));
    const { runs } = simulate({ ...late, processes }).ledger;
    expect(runs.map(run => run.start - from)).toEqual([125, 185, 245]);
  });
});

describe('a series', () => {
  test('begins at its first use', () => {
    const outcome = (start: number) => (start < from + 120 ? 'success' : 'failed');
    const failed = 'job_execution_total{job_name="sync",status="failed"';
    expect(samples(playing([{ ...sync, outcome }], 3), failed)[0]).toEqual([150, 1]);
  });
  test('is 0 from the start if the process preinitialises it', () => {
    const scenario = playing([sync], 1);
    const processes = scenario.processes.map(process => ({ ...process, preinitialised: true }));
    const failed = 'job_execution_total{job_name="sync",status="failed"';
    expect(samples({ ...scenario, processes }, failed)).toEqual([
      [0, 0],
      [30, 0],
      [60, 0],
    ]);
  });
  test('begins with what the process has counted before', () => {
    const initial = { executions: { success: 9000 }, durations: { count: 9000, secondsEach: 2 } };
    const scenario = playing([{ ...sync, initial }], 1);
    expect(samples(scenario, counter)).toEqual([
      [0, 9000],
      [30, 9001],
      [60, 9001],
    ]);
    expect(samples(scenario, 'job_execution_duration_seconds_sum')[1]).toEqual([30, 18_010]);
    expect(
      samples(scenario, 'job_execution_duration_seconds_bucket{job_name="sync",le="5"')[1],
    ).toEqual([30, 9000]);
  });
  test('of a queue keeps its last value after the job has moved away', () => {
    const queue = (time: number) => time - from;
    const moved = samples(playing([{ ...sync, queue, activeTo: from + 45 }], 2), 'job_queue_size');
    expect(moved).toEqual([
      [0, 0],
      [30, 30],
      [60, 45],
      [90, 45],
      [120, 45],
    ]);
  });
  test('of the last success has the value that the job writes', () => {
    const stamped = samples(
      playing([{ ...sync, stamp: end => end * 1000 }], 1),
      'job_last_success',
    );
    expect(stamped[0]).toEqual([30, (from + 10) * 1000]);
  });
});

describe('a scrape', () => {
  test('that fails gives up = 0 and no other sample', () => {
    const scenario = playing([sync], 2);
    const missedScrapes = { spans: [{ from: from + 60, to: from + 90 }] };
    const processes = scenario.processes.map(process => ({ ...process, missedScrapes }));
    expect(samples({ ...scenario, processes }, 'up')).toEqual([
      [0, 1],
      [30, 1],
      [60, 0],
      [90, 1],
      [120, 1],
    ]);
    expect(samples({ ...scenario, processes }, counter).map(([at]) => at)).toEqual([30, 90, 120]);
  });
  test('that Prometheus did not make gives no sample at all', () => {
    const scenario = { ...playing([sync], 2), gaps: [{ from: from + 30, to: from + 90 }] };
    expect(samples(scenario, 'up').map(([at]) => at)).toEqual([0, 90, 120]);
  });
  test('of a stopped target gives up = 0 until the target starts again', () => {
    const scenario = playing([sync], 3);
    const [process] = scenario.processes;
    if (process === undefined) throw new Error('the scenario has one process');
    const processes = [
      { ...process, stopsAt: from + 50, upAfterStop: 'down' as const },
      { ...process, startsAt: from + 110 },
    ];
    expect(samples({ ...scenario, processes }, 'up').map(([, up]) => up)).toEqual([
      1, 1, 0, 0, 1, 1, 1,
    ]);
    expect(samples({ ...scenario, processes }, counter)).toEqual([
      [30, 1],
      [120, 1],
      [150, 1],
      [180, 2],
    ]);
  });
});

test('the same scenario gives the same text, and another seed a different one', () => {
  const jittered = playing([{ ...sync, startJitterSeconds: 30 }]);
  const text = (scenario: Scenario) => [...simulate(scenario).openMetrics()].join('');
  expect(text(jittered)).toBe(text(jittered));
  expect(text({ ...jittered, seed: 8 })).not.toBe(text(jittered));
});

test('an impossible scenario is rejected with the reason', () => {
  const scenario = playing([sync]);
  const twice = { ...scenario, processes: [...scenario.processes, ...scenario.processes] };
  expect(() => simulate(twice)).toThrow(
    expect.objectContaining({
      code: 'scenario-invalid',
      message: 'This scenario is impossible: pod-1 starts before it has stopped.',
    }),
  );
});
