import { describe, expect, it } from 'vitest';
import { inMinutes, makeSource, readFacts } from './facts.ts';
import { makeSeries, makeUp, start } from './raw-series.ts';

const up = makeUp('1x60');
const runs = (status: string, values: string) =>
  makeSeries(`job_execution_total{job_name="a",status="${status}"}`, values);

describe('a success is known', () => {
  const stamp = (values: string) =>
    makeSeries('job_last_success_timestamp_seconds{job_name="a"}', values);
  const successes = (...series: Parameters<typeof readFacts>[0]) =>
    readFacts([up, ...series]).successes.map(({ at, time }) => [inMinutes(at), inMinutes(time)]);

  it('by the growth of the success counter if there is no timestamp', () => {
    expect(successes(runs('success', '1x9 2x10'))).toEqual([[10, 10]]);
  });

  it('by each growth if one follows another', () => {
    expect(successes(runs('success', '1x9 2 3 4x10'))).toEqual([
      [10, 10],
      [11, 11],
      [12, 12],
    ]);
  });

  it('by a skipped run, because the job is alive', () => {
    expect(successes(runs('skipped', '1x9 2x10'))).toEqual([[10, 10]]);
  });

  it('not by the growth of any other counter', () => {
    expect(successes(runs('failed', '1x9 2x10'), runs('partial', '1x9 2x10'))).toEqual([]);
  });

  it('by the growth of a total if only failures are counted separately', () => {
    const known = (parts: string, values: string) => {
      const source = makeSource(`{ ${parts}, lastSuccess: false, duration: false, job: job_name }`);
      return readFacts([up, makeSeries('all_total{job_name="a"}', values)], source).successes;
    };
    const failures = 'runs: { failed: { counter: bad_total }, total: { counter: all_total } }';
    expect(known(failures, '1x9 2x10')).toEqual([{ at: start + 600, time: start + 600 }]);
    const good = 'runs: { success: { counter: good_total }, total: { counter: all_total } }';
    expect(known(good, '1x9 2x10')).toEqual([]);
  });

  it('not by the growth of a total if the runs have failed', () => {
    const source = makeSource(
      '{ runs: { failed: { counter: bad_total }, total: { counter: all_total } }, lastSuccess: false, duration: false, job: job_name }',
    );
    const series = [
      makeSeries('bad_total{job_name="a"}', '1x9 2x9 2x10'),
      makeSeries('all_total{job_name="a"}', '1x9 2x9 3x10'),
    ];
    const known = readFacts([up, ...series], source).successes;
    expect(known.map(({ at }) => inMinutes(at))).toEqual([20]);
  });

  it('not by the growth of a total if there is a counter of successes', () => {
    const source = makeSource(
      '{ runs: { success: { counter: good_total }, total: { counter: all_total } }, lastSuccess: false, duration: false, job: job_name }',
    );
    const early = makeSeries('good_total{job_name="a",instance="app:2"}', '1x10 2x10', 50);
    const late = makeSeries('all_total{job_name="a"}', '1x9 2x10');
    const known = readFacts([up, early, late], source).successes;
    expect(known.map(({ time }) => inMinutes(time))).toEqual([9.17]);
  });

  it('by each of several successes in a minute, whichever counter is read first', () => {
    const every = (instance: string, values: string, seconds: number) =>
      makeSeries(
        `job_execution_total{job_name="a",status="success",instance="${instance}"}`,
        values,
        seconds,
      );
    const [earlier, later] = [every('app:3', '1x10 2x9', 50), every('app:2', '1x13 2x9', 40)];
    expect(successes(earlier, later)).toEqual([
      [10, 9.17],
      [10, 9.33],
    ]);
    expect(successes(later, earlier)).toEqual([
      [10, 9.17],
      [10, 9.33],
    ]);
  });

  it('by the growth of each target’s counter, in order of time', () => {
    const other = makeSeries(
      'job_execution_total{job_name="a",status="success",instance="app:2"}',
      '1x4 2x20',
    );
    expect(successes(runs('success', '1x9 2x10'), other)).toEqual([
      [5, 5],
      [10, 10],
    ]);
  });

  it('once if several targets show it', () => {
    const other = makeSeries(
      'job_execution_total{job_name="a",status="success",instance="app:2"}',
      '1x9 2x20',
    );
    expect(successes(runs('success', '1x9 2x10'), other)).toEqual([[10, 10]]);
  });

  it('by the timestamp if both show it, because that is exact', () => {
    const exact = stamp(`${start - 60}x9 ${start + 570}x10`);
    expect(successes(runs('success', '1x9 2x10'), exact)).toEqual([
      [0, -1],
      [10, 9.5],
    ]);
  });

  it.each([
    ['once if the timestamp is that of the last sample before it', 540, [[10, 9]]],
    ['once if rounding puts the timestamp less than a second before that', 539.5, [[10, 8.99]]],
    [
      'twice if the timestamp is that of the previous run',
      539,
      [
        [10, 8.98],
        [10, 10],
      ],
    ],
  ])('%s', (_, seconds, expected) => {
    const exact = stamp(`0x9 ${start + seconds}x10`);
    expect(successes(runs('success', '1x9 2x10'), exact)).toEqual(expected);
  });

  it('by the counter if the timestamp does not change', () => {
    const stuck = stamp(`${start - 60}x30`);
    expect(successes(runs('success', '1x9 2x9 3x9'), stuck)).toEqual([
      [0, -1],
      [10, 10],
      [20, 20],
    ]);
  });

  it.each([
    ['is not a number', 'NaN'],
    ['is 0', '0'],
    ['is negative', '-5'],
    ['is in milliseconds', String(start * 1000)],
    ['is in a zone that is ahead', String(start + 2 * 3600)],
  ])('but not by a timestamp that %s', (_, value) => {
    expect(successes(stamp(`${value}x20`))).toEqual([]);
  });

  it('by a timestamp that is ahead by no more than clocks differ', () => {
    expect(successes(stamp(`${start + 300}x20`))).toEqual([[0, 5]]);
    expect(successes(stamp(`${start + 301}x20`))).toEqual([]);
  });

  it('by a timestamp ahead of the clock that grows, at the time when this is seen', () => {
    const seconds = start * 1000;
    expect(successes(stamp(`${seconds}x9 ${seconds + 600_000}x9 ${seconds}x9`))).toEqual([
      [10, 10],
    ]);
    expect(successes(stamp(`${start - 60}x9 ${seconds}x9 Infinityx9`))).toEqual([
      [0, -1],
      [10, 10],
    ]);
    expect(successes(stamp(`0x9 ${seconds}x9`))).toEqual([]);
    expect(successes(stamp(`${seconds}x9 _x9 ${seconds}x9`))).toEqual([]);
  });

  it('by a timestamp in milliseconds if the source says so', () => {
    const source = makeSource(
      '{ preset: jobs, lastSuccess: { gauge: job_last_success_timestamp_seconds, unit: ms } }',
    );
    const series = stamp(`${(start - 60) * 1000}x9`);
    expect(readFacts([up, series], source).successes).toEqual([{ at: start, time: start - 60 }]);
  });

  it('by the timestamps of all instances, in order of time', () => {
    const other = (values: string) =>
      makeSeries('job_last_success_timestamp_seconds{job_name="a",instance="app:2"}', values);
    expect(successes(stamp(`_x10 ${start + 595}x9`), other(`_x10 ${start + 571}x9`))).toEqual([
      [10, 9.52],
      [10, 9.92],
    ]);
    expect(successes(stamp(`_x20 ${start + 1190}x9`), other(`_x10 ${start + 590}x9`))).toEqual([
      [10, 9.83],
      [20, 19.83],
    ]);
    expect(successes(stamp(`_x10 ${start + 590}x9`), other(`_x12 ${start + 590}x9`))).toEqual([
      [10, 9.83],
    ]);
  });

  it('by the newest timestamp of all instances, and by no older one that comes later', () => {
    const other = makeSeries(
      'job_last_success_timestamp_seconds{job_name="a",instance="app:2"}',
      `_x5 ${start - 900}x20`,
    );
    expect(successes(stamp(`${start - 60}x20`), other)).toEqual([[0, -1]]);
  });
});
