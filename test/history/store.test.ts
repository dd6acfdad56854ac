import { describe, expect, it } from 'vitest';
import { readSeries, showRuns } from './facts.ts';
import { makeSeries, makeUp, minute } from './raw-series.ts';

const job = { seriesName: 'a', intervalSeconds: 300 };
const read = () =>
  readSeries([
    makeUp('1x60'),
    makeUp('1x9', 'up{instance="gone:1"}'),
    makeSeries('job_execution_total{job_name="a",status="success"}', '1x9 2x9 3x40'),
    makeSeries('job_execution_total{job_name="old",status="success"}', '1x9'),
  ]);

describe('a history that forgets', () => {
  it('keeps what ended later than it must be known', () => {
    const history = read();
    history.trim(() => minute(15), [job]);
    expect(showRuns(history.findFacts(job))).toEqual(['10: 1/0', '20: 1/0']);
    history.trim(() => minute(25), [job]);
    expect(showRuns(history.findFacts(job)).at(-1)).toBe('20: 1/0');
  });

  it('keeps no job, target or series that is gone', () => {
    const { store, trim } = read();
    trim(() => minute(30), [job]);
    expect([...store.jobs.keys()]).toEqual(['a']);
    expect([...store.targets.keys()]).toEqual(['["app","app:1"]']);
  });

  it('keeps each job for as long as that job needs', () => {
    const { store, trim } = read();
    trim(name => (name === 'old' ? minute(0) : minute(30)), []);
    expect([...store.jobs.keys()]).toEqual(['a', 'old']);
  });
});

describe('the facts of a job', () => {
  it('are the same lists until one of its series changes', () => {
    const history = read();
    const first = history.findFacts(job);
    expect(history.findFacts(job)).toBe(first);
    history.trim(() => minute(25), [job]);
    expect(history.findFacts(job).runs).not.toBe(first.runs);
  });

  it('are known of a source’s oldest and newest sample', () => {
    expect(read().store).toMatchObject({ oldest: minute(0), newest: minute(60) });
    expect(readSeries([]).store.newest).toBe(Number.NEGATIVE_INFINITY);
  });
});
