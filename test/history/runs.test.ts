import { describe, expect, it } from 'vitest';
import { minuteEnding } from '../../lib/history/runs.ts';
import { inMinutes, makeSource, readFacts, showRuns } from './facts.ts';
import { makeSeries, makeUp, start } from './raw-series.ts';

const up = makeUp('1x60');
const runs = (status: string, values: string) =>
  makeSeries(`job_execution_total{job_name="a",status="${status}"}`, values);

it('a moment belongs to the minute that ends at or after it', () => {
  expect([0, 1, 60, 60.001].map(seconds => minuteEnding(start + seconds) - start)).toEqual([
    0, 60, 60, 120,
  ]);
});

describe('the runs of a minute', () => {
  it('are counted by what they came to', () => {
    const series = [
      runs('success', '1x9 3x10'),
      runs('failed', '1x9 2x10'),
      runs('skipped', '1x9 2x10'),
      runs('partial', '1x19 2x5'),
    ];
    expect(showRuns(readFacts([up, ...series]))).toEqual([
      '10: 2/1, 1 skipped',
      '20: 0/0, 1 other',
    ]);
  });

  it('know on which targets they ended, so that a retry is told from another worker', () => {
    const series = ['app:1', 'app:2'].map((instance, index) =>
      makeSeries(
        `job_execution_total{job_name="a",status="${index === 0 ? 'failed' : 'success'}",instance="${instance}"}`,
        '1x9 2x10',
      ),
    );
    const [run] = readFacts([up, makeUp('1x60', 'up{instance="app:2"}'), ...series]).runs;
    expect(run).toMatchObject({ succeeded: 1, failed: 1 });
    expect((run?.failedOn ?? 0) & (run?.succeededOn ?? 0)).toBe(0);
  });

  it.each([
    ['failed', 'runs: { success: { counter: good_total }, total: { counter: all_total } }'],
    ['succeeded', 'runs: { failed: { counter: bad_total }, total: { counter: all_total } }'],
  ])('that %s are what a total has beyond the others', (outcome, parts) => {
    const source = makeSource(`{ ${parts}, lastSuccess: false, duration: false, job: job_name }`);
    const other = outcome === 'failed' ? 'good_total' : 'bad_total';
    const series = [
      up,
      makeSeries(`${other}{job_name="a"}`, '1x9 2x10'),
      makeSeries('all_total{job_name="a"}', '1x9 4x10'),
    ];
    const expected = outcome === 'failed' ? '10: 1/2' : '10: 2/1';
    expect(showRuns(readFacts(series, source))).toEqual([expected]);
  });

  it('are what each counter says where a total is kept beside both', () => {
    const parts =
      'runs: { success: { counter: good_total }, failed: { counter: bad_total }, total: { counter: all_total } }';
    const source = makeSource(`{ ${parts}, lastSuccess: false, duration: false, job: job_name }`);
    const series = ['good_total', 'bad_total', 'all_total'].map((name, index) =>
      makeSeries(`${name}{job_name="a"}`, `1x9 ${2 + index}x10 ${index < 2 ? 2 + index : 9}x10`),
    );
    expect(showRuns(readFacts([up, ...series], source))).toEqual(['10: 1/2']);
  });

  it('are on the targets that only a total tells of', () => {
    const onTargets = (parts: string, ...names: readonly string[]) => {
      const source = makeSource(`{ ${parts}, lastSuccess: false, duration: false, job: job_name }`);
      const series = names.map((name, index) =>
        makeSeries(`${name}{job_name="a"}`, `1x9 ${3 - index}x10`),
      );
      return readFacts([up, ...series], source).runs[0];
    };
    const bad = onTargets(
      'runs: { success: { counter: good_total }, total: { counter: all_total } }',
      'all_total',
      'good_total',
    );
    expect(bad).toMatchObject({ succeeded: 1, failed: 1 });
    expect(bad?.failedOn).toBe(bad?.succeededOn);
    expect(bad?.failedOn).not.toBe(0);
    const good = onTargets(
      'runs: { failed: { counter: bad_total }, total: { counter: all_total } }',
      'all_total',
      'bad_total',
    );
    expect(good).toMatchObject({ succeeded: 1, failed: 1 });
    expect(good?.succeededOn).toBe(good?.failedOn);
  });

  it('have their place by when they ended, whichever series tells of them', () => {
    const series = [runs('success', '1x19 2x10'), runs('failed', '1x9 2x20')];
    expect(showRuns(readFacts([up, ...series]))).toEqual(['10: 0/1', '20: 1/0']);
  });

  it('have a bit for each target, and another one for nearly each', () => {
    const bits = Array.from({ length: 12 }, (_, index) => {
      const labels = `job_name="a",status="success",instance="10.0.0.${index}:8080"`;
      const series = makeSeries(`job_execution_total{${labels}}`, '1x9 2x10');
      return readFacts([up, series]).runs[0]?.succeededOn ?? 0;
    });
    expect(new Set(bits).size).toBeGreaterThan(9);
    expect(bits.every(bit => bit > 0 && (bit & (bit - 1)) === 0)).toBe(true);
  });

  it('are none where the status says that none has ended', () => {
    const source = makeSource(
      '{ preset: jobs, runs: { counter: job_execution_total, status: status, success: [ok], failed: [bad], ignored: [started] } }',
    );
    const series = [up, runs('started', '1+1x30'), runs('ok', '1x9 2x10')];
    expect(showRuns(readFacts(series, source))).toEqual(['10: 1/0']);
  });
});

describe('the items of a minute', () => {
  it('are counted by what they came to', () => {
    const items = (status: string, values: string) =>
      makeSeries(`job_items_processed_total{job_name="a",status="${status}"}`, values);
    const series = [
      items('success', '1x9 6x10'),
      items('failed', '1x9 3x10'),
      items('skipped', '1x9 4x10'),
    ];
    const at = start + 600;
    expect(readFacts([up, ...series]).items).toEqual([{ at, succeeded: 5, failed: 2, skipped: 3 }]);
  });

  it('that failed are what a total has beyond those that succeeded', () => {
    const source = makeSource(
      '{ preset: jobs, items: { success: { counter: ok_total }, total: { counter: all_total } } }',
    );
    const series = ['ok_total', 'all_total'].map((name, index) =>
      makeSeries(`${name}{job_name="a"}`, `1x9 ${4 + 2 * index}x10`),
    );
    expect(readFacts([up, ...series], source).items).toMatchObject([{ succeeded: 3, failed: 2 }]);
  });
});

describe('a success is known', () => {
  const stamp = (values: string) =>
    makeSeries('job_last_success_timestamp_seconds{job_name="a"}', values);
  const successes = (...series: Parameters<typeof readFacts>[0]) =>
    readFacts([up, ...series]).successes.map(({ at, time }) => [inMinutes(at), inMinutes(time)]);

  it('by the growth of the success counter where there is no stamp', () => {
    expect(successes(runs('success', '1x9 2x10'))).toEqual([[10, 10]]);
  });

  it('by each growth where one follows another', () => {
    expect(successes(runs('success', '1x9 2 3 4x10'))).toEqual([
      [10, 10],
      [11, 11],
      [12, 12],
    ]);
  });

  it('by a skipped run, as the job is alive', () => {
    expect(successes(runs('skipped', '1x9 2x10'))).toEqual([[10, 10]]);
  });

  it('by the growth of no other counter', () => {
    expect(successes(runs('failed', '1x9 2x10'), runs('partial', '1x9 2x10'))).toEqual([]);
  });

  it('by the growth of a total where failures alone are counted apart', () => {
    const known = (parts: string, values: string) => {
      const source = makeSource(`{ ${parts}, lastSuccess: false, duration: false, job: job_name }`);
      return readFacts([up, makeSeries('all_total{job_name="a"}', values)], source).successes;
    };
    const failures = 'runs: { failed: { counter: bad_total }, total: { counter: all_total } }';
    expect(known(failures, '1x9 2x10')).toEqual([{ at: start + 600, time: start + 600 }]);
    const good = 'runs: { success: { counter: good_total }, total: { counter: all_total } }';
    expect(known(good, '1x9 2x10')).toEqual([]);
  });

  it('not by the growth of a total of which the runs have failed', () => {
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

  it('not by the growth of a total beside a counter of successes', () => {
    const source = makeSource(
      '{ runs: { success: { counter: good_total }, total: { counter: all_total } }, lastSuccess: false, duration: false, job: job_name }',
    );
    const early = makeSeries('good_total{job_name="a",instance="app:2"}', '1x11 2x10', 50);
    const late = makeSeries('all_total{job_name="a"}', '1x9 2x10');
    const known = readFacts([up, early, late], source).successes;
    expect(known.map(({ time }) => (time - start) / 60)).toEqual([10]);
  });

  it('by each of several in a minute, whichever counter is read first', () => {
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

  it('by the growth of each target’s counter, in the order of time', () => {
    const other = makeSeries(
      'job_execution_total{job_name="a",status="success",instance="app:2"}',
      '1x4 2x20',
    );
    expect(successes(runs('success', '1x9 2x10'), other)).toEqual([
      [5, 5],
      [10, 10],
    ]);
  });

  it('once where several targets tell of it', () => {
    const other = makeSeries(
      'job_execution_total{job_name="a",status="success",instance="app:2"}',
      '1x9 2x20',
    );
    expect(successes(runs('success', '1x9 2x10'), other)).toEqual([[10, 10]]);
  });

  it('by the stamp where both tell of it, as that is exact', () => {
    const exact = stamp(`${start - 60}x9 ${start + 570}x10`);
    expect(successes(runs('success', '1x9 2x10'), exact)).toEqual([
      [0, -1],
      [10, 9.5],
    ]);
  });

  it.each([
    ['once where the stamp is of the time of the last sample before it', 540, [[10, 9]]],
    ['once where whole seconds put the stamp less than one before that', 539.5, [[10, 8.99]]],
    [
      'twice where the stamp is of the run before',
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

  it('by the counter where the stamp stands still', () => {
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
  ])('but not by a stamp that %s', (_, value) => {
    expect(successes(stamp(`${value}x20`))).toEqual([]);
  });

  it('by a stamp that is ahead by no more than clocks differ', () => {
    expect(successes(stamp(`${start + 300}x20`))).toEqual([[0, 5]]);
    expect(successes(stamp(`${start + 301}x20`))).toEqual([]);
  });

  it('by a stamp that grows ahead of the clock, when that is seen', () => {
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

  it('by a stamp in milliseconds where the source says so', () => {
    const source = makeSource(
      '{ preset: jobs, lastSuccess: { gauge: job_last_success_timestamp_seconds, unit: ms } }',
    );
    const series = stamp(`${(start - 60) * 1000}x9`);
    expect(readFacts([up, series], source).successes).toEqual([{ at: start, time: start - 60 }]);
  });

  it('by the stamps of all instances, in the order of time', () => {
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

  it('by the newest stamp of all instances, and by no older one that comes later', () => {
    const other = makeSeries(
      'job_last_success_timestamp_seconds{job_name="a",instance="app:2"}',
      `_x5 ${start - 900}x20`,
    );
    expect(successes(stamp(`${start - 60}x20`), other)).toEqual([[0, -1]]);
  });
});
