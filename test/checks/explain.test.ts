import { describe, expect, it } from 'vitest';
import { countExplainedRuns, explainRuns } from '../../lib/checks/explain.ts';
import type { JobFacts } from '../../lib/model/facts.ts';
import { HOUR, MINUTE, makeFacts, makeItems, makeJob, makeRuns, minute, start } from './facts.ts';

const inMinutes = (time: number) => (time - start) / MINUTE;

/** The explanation of an alert on runs at a minute; times in minutes of the example. */
function explain(alert: string, settings: string, known: Partial<JobFacts>, at: number) {
  const moment = { facts: makeFacts(known), job: makeJob(settings), at: minute(at) };
  const found = explainRuns(alert, moment);
  if (found === undefined) return undefined;
  const { judgedFrom, batches, counted, windows, incident, ...rest } = found;
  return {
    ...rest,
    judgedFrom: inMinutes(judgedFrom),
    judged: countExplainedRuns(batches),
    counted: counted
      .map(batch => inMinutes(batch.at))
      .filter((_, i, all) => i % (all.length - 1) === 0),
    windows: windows.map(({ runs, bad, needed }) => `${bad}/${runs}, ${needed} needed`),
    incident: incident && { ...incident, cleanAt: inMinutes(incident.cleanAt) },
  };
}

describe('the explanation of a failing job that runs every minute', () => {
  const runs = makeRuns('s*30f*10s*30');

  it('has its last runs while they are evidence, and what ends the alert', () => {
    expect(explain('BackgroundJobFailing', '{ interval: 1m }', { runs }, 41)).toEqual({
      limitPercent: 5,
      judgedFrom: -600,
      judged: { bad: 10, runs: 42 },
      counted: [0, 41],
      window: undefined,
      streak: { from: 41, length: 0, needed: 5 },
      rareRuns: undefined,
      windows: [
        '3/5, 4 needed',
        '8/10, 5 needed',
        '10/20, 6 needed',
        '10/40, 8 needed',
        '10/42, 8 needed',
      ],
      incident: {
        recoveries: [{ of: 'runs', good: 2, needed: 2 }],
        minority: undefined,
        cleanAt: 44,
        expirySeconds: 640 * MINUTE,
      },
    });
  });

  it('says what ends a majority', () => {
    const found = explain('BackgroundJobCriticalFailureRate', '{ interval: 1m }', { runs }, 39);
    expect(found?.incident?.minority).toEqual({ bad: 14, runs: 40 });
  });

  it('has no incident until the rate has been raised for the hold time', () => {
    const found = explain('BackgroundJobFailing', '{ interval: 1m }', { runs }, 31);
    expect(found).toMatchObject({ streak: { length: 2, needed: 5 }, incident: undefined });
  });

  it('needs as many good runs as a steady rate requires', () => {
    const steady = makeRuns(`${'s'.repeat(9)}f`.repeat(20));
    const found = explain('BackgroundJobFailing', '{ interval: 1m }', { runs: steady }, 199);
    expect(found?.incident).toMatchObject({
      recoveries: [{ of: 'runs', good: 0, needed: 78 }],
    });
  });

  it('needs enough good times too if replicas have failed together several times', () => {
    const replicas = makeRuns(`${'s'.repeat(10)}${'fs'.repeat(10)}`, 300).map(run => ({
      ...run,
      ...{ succeeded: 3 * run.succeeded, failed: 3 * run.failed },
      ...{ succeededOn: 7 * run.succeededOn, failedOn: 7 * run.failedOn },
    }));
    const found = explain('BackgroundJobFailing', '{ interval: 5m }', { runs: replicas }, 145);
    expect(found?.incident?.recoveries).toEqual([
      { of: 'runs', good: 3, needed: 11 },
      { of: 'rounds', good: 1, needed: 11 },
    ]);
  });

  it('has an incident from the minute on in which it has held long enough', () => {
    const opened = [34, 35, 36].map(
      at => explain('BackgroundJobFailing', '{ interval: 1m }', { runs }, at)?.incident,
    );
    expect(opened.map(incident => incident !== undefined)).toEqual([false, true, true]);
  });

  it('also has runs with other outcomes', () => {
    const partial = makeRuns('s*30ofof');
    const found = explain('BackgroundJobFailing', '{ interval: 1m }', { runs: partial }, 33);
    expect(found?.judged).toEqual({ bad: 2, runs: 34 });
  });

  it('only has runs after an incident that is over', () => {
    const found = explain('BackgroundJobFailing', '{ interval: 1m }', { runs }, 60);
    expect(found).toMatchObject({ judged: { bad: 10, runs: 61 }, counted: [40, 60] });
  });

  it('needs more failures in a row if the alert is critical', () => {
    const found = explain('BackgroundJobCriticalFailureRate', '{ interval: 1m }', { runs }, 39);
    expect(found).toMatchObject({ limitPercent: 50, streak: { length: 10, needed: 3 } });
  });

  it('only has the window if the configuration sets one', () => {
    const settings = '{ interval: 1m, failures: { window: 20m } }';
    expect(explain('BackgroundJobFailing', settings, { runs }, 41)).toEqual({
      limitPercent: 5,
      judgedFrom: -600,
      judged: { bad: 10, runs: 42 },
      counted: [22, 41],
      window: { seconds: 1200, bad: 10, runs: 20 },
      streak: undefined,
      rareRuns: undefined,
      windows: [],
      incident: undefined,
    });
  });
});

describe('the explanation of a failing hourly job', () => {
  it('has its last three runs, one of which failed', () => {
    const found = explain(
      'BackgroundJobFailing',
      '{ interval: 1h }',
      { runs: makeRuns('s*9fs', HOUR) },
      600,
    );
    expect(found).toMatchObject({
      rareRuns: 3,
      incident: {
        recoveries: [{ of: 'runs', good: 1, needed: 2 }],
        cleanAt: 545,
        expirySeconds: 24 * HOUR + 300,
      },
    });
  });

  it('does not use three runs if the alert is critical', () => {
    const found = explain(
      'BackgroundJobCriticalFailureRate',
      '{ interval: 1h }',
      { runs: makeRuns('s*9ffs', HOUR) },
      660,
    );
    expect(found).toMatchObject({ rareRuns: undefined, incident: { cleanAt: 605 } });
  });
});

describe('the explanation of failing items', () => {
  it('has the minutes with items, without runs in a row or windows of runs', () => {
    const found = explain(
      'BackgroundJobHighItemFailureRate',
      '{ interval: 1h }',
      { items: makeItems('100/0*5 10/90 100/0', HOUR) },
      360,
    );
    expect(found).toMatchObject({
      limitPercent: 20,
      judged: { bad: 1, runs: 7 },
      streak: undefined,
      rareRuns: undefined,
      windows: [],
    });
  });
});

it.each([
  ['BackgroundJobHighDuration', { bad: 2, runs: 3 }],
  ['BackgroundJobCriticalDuration', { bad: 1, runs: 3 }],
])('the explanation of slow runs uses the limit of %s', (alert, judged) => {
  const durations = [400, 700, 10].map((seconds, index) => ({
    at: minute(index),
    low: seconds,
    high: seconds,
    count: 1,
  }));
  expect(explain(alert, '{ interval: 1m }', { durations }, 2)).toMatchObject({ judged });
});

it('there is no explanation for an alert that is not about runs, or for a job without known runs', () => {
  const runs = makeRuns('s*9');
  expect(explain('BackgroundJobNotRunning', '{ interval: 1m }', { runs }, 9)).toBeUndefined();
  expect(explain('BackgroundJobFailing', '{ interval: 1m }', { runs }, -1)).toBeUndefined();
});
