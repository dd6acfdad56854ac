import { describe, expect, it } from 'vitest';
import { evaluateFleet, evaluateJob, listJobs } from '../../lib/checks/evaluate-fleet.ts';
import type { SourceHistory } from '../../lib/history/history.ts';
import { addSeries } from '../../lib/history/store.ts';
import type { Fleet } from '../../lib/model/job.ts';
import type { RawSeries } from '../../lib/sources/ingest.ts';
import { readSeries } from '../history/facts.ts';
import { makeSeries, makeUp, minute } from '../history/raw-series.ts';
import { createFleet, fleetOfConfig } from './fleet.ts';

const runs = (job: string, status = 'success', values = '1+1x60') =>
  makeSeries(`job_execution_total{job_name="${job}",status="${status}"}`, values);

function read(fleet: Fleet, ...series: readonly RawSeries[]): SourceHistory {
  return readSeries([makeUp('1x60'), ...series], fleet.sources[0]);
}

const fleet = createFleet('a: { interval: 1m }', 'b: { interval: 5m }');

it('a job whose past could not be read is not judged', () => {
  const history = read(fleet, runs('a'), runs('b'));
  history.unread.add('a');
  const measured = fleet.jobs.filter(
    job => evaluateJob(history, job, { at: minute(60) }).length > 0,
  );
  expect(measured.map(({ name }) => name)).toEqual(['b']);
});

describe('a source that is', () => {
  const stateAt = (at: number, afterEnd?: 'gone') =>
    evaluateFleet(fleet, [read(fleet, runs('a'))], {
      at: minute(at),
      ...(afterEnd && { afterEnd }),
    });

  it('fresh is measured', () => {
    const { sources, measurements } = stateAt(60);
    expect([...sources]).toEqual([['application', 'fresh']]);
    expect(
      measurements.find(({ job, metric }) => job === 'a' && metric === 'RunsPerMinute')?.value,
    ).toBe(1);
  });

  it('stale is not measured, because unknown data changes no alarm', () => {
    const { sources, measurements } = stateAt(66);
    expect([...sources]).toEqual([['application', 'stale']]);
    expect(measurements).toEqual([]);
  });

  it('gone at the end of a backtest is measured like one whose targets did not come back', () => {
    expect([...stateAt(66, 'gone').sources]).toEqual([['application', 'fresh']]);
  });

  it('silent for a while in a backtest is stale for that time, because its targets came back', () => {
    const away = readSeries(
      [makeUp('1x20 _x20 1x20'), runs('a', 'success', '1+1x20 _x20 42+1x20')],
      fleet.sources[0],
    );
    const { sources } = evaluateFleet(fleet, [away], { at: minute(30), afterEnd: 'gone' });
    expect([...sources]).toEqual([['application', 'stale']]);
  });

  it.each(['unknown', 'gone'] as const)(
    'not known at all is unknown, even if its end means %s',
    afterEnd => {
      const options = { at: minute(9), afterEnd };
      const { sources } = evaluateFleet(fleet, [readSeries([], fleet.sources[0])], options);
      expect([...sources]).toEqual([['application', 'unknown']]);
    },
  );
});

it('the measurements use what was known before by the configured delay', () => {
  const late = fleetOfConfig('a: { interval: 1m }').sources;
  const delayed: Fleet = { ...fleet, sources: late, delaySeconds: 120 };
  const history = read(delayed, runs('a', 'success', '1+1x20 22x40'));
  const at = (of: Fleet, time: number) => evaluateFleet(of, [history], { at: time }).measurements;
  expect(at(delayed, minute(32))).toEqual(at({ ...delayed, delaySeconds: 0 }, minute(30)));
});

it('a check that could not be read is left out, but the others are measured', () => {
  const history = read(fleet, runs('a'), runs('unlisted'));
  const notesWithout = (check: 'failures' | 'staleness') =>
    evaluateFleet(fleet, [history], { at: minute(30), without: new Set([check]) }).notes;
  expect(notesWithout('failures')).toEqual([]);
  expect(notesWithout('staleness')).toHaveLength(1);
  const names = (without: 'failures' | 'staleness') =>
    evaluateFleet(fleet, [history], {
      at: minute(30),
      without: new Set([without] as const),
    }).measurements.map(({ metric }) => metric);
  expect(names('failures')).toEqual(['SecondsSinceSuccess', 'SecondsSinceSuccess']);
  expect(names('staleness')).not.toContain('SecondsSinceSuccess');
  expect(names('staleness')).toContain('FailureRatePercent');
});

it('the success rate of the service is that of all runs of all jobs', () => {
  const history = read(fleet, runs('a'), runs('b', 'failed', '1x4 2x4 3x4 4x4 5x4 6x4 7x20'));
  const { measurements } = evaluateFleet(fleet, [history], { at: minute(30) });
  const rate = measurements.find(({ metric }) => metric === 'SuccessRatePercent');
  // ten successes and three failures in ten and in twelve and a half minutes
  expect(rate?.value).toBeCloseTo(100 / (1 + 3 / 12.5), 9);
});

it('a service of which no job has run has no success rate', () => {
  const history = read(fleet, runs('a', 'success', '1x60'));
  const { measurements, notes } = evaluateFleet(fleet, [history], { at: minute(30) });
  expect(measurements.map(({ metric }) => metric)).not.toContain('SuccessRatePercent');
  expect(measurements.every(({ value }) => Number.isFinite(value))).toBe(true);
  expect(notes).toEqual([]);
});

describe('a source', () => {
  const sources = '{ one: { preset: jobs }, two: { preset: jobs } }';
  const two = fleetOfConfig(
    'a: { interval: 1m, source: one }\n  b: { interval: 1m, source: two }',
    `sources: ${sources}`,
  );

  it('has its own jobs, and lists those of another source as unlisted', () => {
    const history = read(two, runs('a'), runs('b'));
    expect(listJobs(two, history).map(({ name }) => name)).toEqual(['a', 'one:b']);
    const { measurements } = evaluateFleet(two, [history], { at: minute(30) });
    expect(measurements.find(({ metric }) => metric === 'UnlistedJobs')?.value).toBe(1);
  });

  it('has the same list of jobs until one appears or disappears', () => {
    const history = read(two, runs('a'));
    expect(listJobs(two, history)).toBe(listJobs(two, history));
  });
});

describe('unlisted jobs', () => {
  const capped = fleetOfConfig('a: { interval: 1m }', 'unlisted: { maximum: 2 }');
  const find = (...names: readonly string[]) => {
    const history = read(capped, runs('a'), ...names.map(name => runs(name)));
    return { history, ...evaluateFleet(capped, [history], { at: minute(30) }) };
  };

  it('are counted and measured, and a note names them', () => {
    const { measurements, notes } = find('y', 'x');
    expect(measurements.find(({ metric }) => metric === 'UnlistedJobs')?.value).toBe(2);
    const rated = measurements.filter(({ metric }) => metric === 'FailureRatePercent');
    expect(rated.map(({ job }) => job)).toEqual(['a', 'x', 'y']);
    expect(notes).toEqual([
      { code: 'unlisted-jobs', message: 'jobs that the config does not list: ["x","y"]' },
    ]);
  });

  it('are all counted, but not all measured, above the maximum', () => {
    const { history, measurements, notes } = find('z', 'y', 'x');
    expect(measurements.find(({ metric }) => metric === 'UnlistedJobs')?.value).toBe(3);
    expect(listJobs(capped, history).map(({ name }) => name)).toEqual(['a', 'x', 'y']);
    expect(notes).toEqual([
      { code: 'unlisted-jobs', message: 'jobs that the config does not list: ["x","y"]' },
      { code: 'unlisted-cap', message: '3 jobs are not listed, more than the 2 that are measured' },
    ]);
  });

  it('are counted without a note if none is to be measured', () => {
    const none = fleetOfConfig('a: { interval: 1m }', 'unlisted: { maximum: 0 }');
    const history = read(none, runs('a'), runs('x'));
    const { measurements, notes } = evaluateFleet(none, [history], { at: minute(30) });
    expect(measurements.find(({ metric }) => metric === 'UnlistedJobs')?.value).toBe(1);
    expect(notes).toEqual([]);
  });

  it('are counted if all their runs are objects', () => {
    const cron = fleetOfConfig(
      'ops/x: { interval: 1h }',
      'sources: { crons: { preset: kubernetes-cronjobs } }',
    );
    const labels = 'namespace="ops",job_name="backup-1"';
    const history = readSeries(
      [
        makeUp('1x60'),
        makeSeries(
          `kube_job_owner{${labels},owner_kind="CronJob",owner_name="backup",owner_is_controller="true"}`,
          '1x60',
        ),
      ],
      cron.sources[0],
    );
    const { measurements } = evaluateFleet(cron, [history], { at: minute(30) });
    expect(measurements.find(({ metric }) => metric === 'UnlistedJobs')?.value).toBe(1);
  });

  it('do not exist before they are first seen', () => {
    const history = read(capped, runs('a'), runs('x', 'success', '_x40 1+1x20'));
    const namesAt = (at: number) =>
      new Set(
        evaluateFleet(capped, [history], { at: minute(at) }).measurements.map(({ job }) => job),
      );
    const countAt = (at: number) =>
      evaluateFleet(capped, [history], { at: minute(at) }).measurements.find(
        ({ metric }) => metric === 'UnlistedJobs',
      )?.value;
    expect([39, 40].map(countAt)).toEqual([0, 1]);
    expect([...namesAt(30)]).toEqual(['a', undefined]);
    expect([...namesAt(50)]).toEqual(['a', 'x', undefined]);
  });

  it('are found if one appears as another disappears', () => {
    const { history } = find('x');
    listJobs(capped, history);
    history.trim(name => (name === 'x' ? minute(99) : 0), []);
    const identity = {
      kind: 'runs',
      target: '',
      scrapeJob: '',
      status: '',
      part: '',
      copy: '',
      outcome: 'succeeded',
      isGauge: false,
    } as const;
    const samples = { times: [minute(61)], values: [1] };
    addSeries(
      history.store,
      { job: 'y', key: 'y', identify: () => ({ ...identity, unitSeconds: 1 }) },
      samples,
    );
    expect(listJobs(capped, history).map(({ name }) => name)).toEqual(['a', 'y']);
  });
});
