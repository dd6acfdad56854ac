import { describe, expect, it } from 'vitest';
import { nameJob } from '../../lib/sources/ingest.ts';
import { makeSource, readSeries, showRuns } from '../history/facts.ts';
import { makeSeries, makeUp } from '../history/raw-series.ts';

describe('a job is named', () => {
  it('by its labels, joined by a slash', () => {
    const source = makeSource('{ preset: sidekiq }');
    expect(nameJob(source, { queue: 'default', worker: 'Mailer' })).toBe('default/Mailer');
  });

  it('not at all if one of them is missing or empty', () => {
    const source = makeSource('{ preset: sidekiq }');
    expect(nameJob(source, { queue: 'default' })).toBeUndefined();
    expect(nameJob(source, { queue: 'default', worker: '' })).toBeUndefined();
  });

  it("with the label's exact value", () => {
    expect(nameJob(makeSource(), { job_name: 'a"} or up{x="' })).toBe('a"} or up{x="');
  });
});

describe('labels of a series', () => {
  const counter = (labels: string, values = '7x9 8x9') =>
    makeSeries(`job_execution_total{job_name="a",status="success",${labels}}`, values);
  const read = (...series: Parameters<typeof readSeries>[0]) =>
    showRuns(readSeries(series).findFacts({ seriesName: 'a', intervalSeconds: 60 }));

  it('that its target also has do not distinguish parts', () => {
    const up = makeUp('1x20', 'up{zone="eu"}');
    expect(read(up, counter('zone="eu"'), counter('zone="eu",pod="x"', '_x30'))).toEqual([
      '10: 1/0',
    ]);
  });

  it('of its own are parts that are added up', () => {
    const up = makeUp('1x20');
    expect(read(up, counter('queue="x"'), counter('queue="y"'))).toEqual(['10: 2/0']);
  });
});

it('a unit is named after the timer that triggers it, and is not a job without one', () => {
  const source = makeSource('{ preset: systemd-timers }');
  const state = (name: string) =>
    makeSeries(`node_systemd_unit_state{name="${name}",state="failed",type="oneshot"}`, '0x9');
  const timer = makeSeries('node_systemd_timer_last_trigger_seconds{name="backup.timer"}', '9x9');
  const series = [makeUp('1x9'), timer, state('backup.service'), state('ssh.service')];
  const { jobs } = readSeries(series, source).store;
  expect([...jobs.keys()]).toEqual(['backup.timer']);
  expect(jobs.get('backup.timer')?.series.size).toBe(2);
});

it('series without a sample or without a job are left out', () => {
  const series = [
    makeSeries('job_execution_total{job_name="a",status="success"}', '_x9'),
    makeSeries('job_execution_total{status="success"}', '1x9'),
  ];
  expect(readSeries(series).store.jobs.size).toBe(0);
});
