import { describe, expect, it } from 'vitest';
import { findFresh, findStaleLimit, isWithin } from '../../lib/history/freshness.ts';
import { findJobWatchedUntil, findWatchedUntil, joinStretches } from '../../lib/history/watch.ts';
import { inMinutes, readFacts, readSeries } from './facts.ts';
import { makeSeries, makeUp, minute } from './raw-series.ts';

const showStretches = (stretches: readonly Readonly<{ from: number; to: number }>[]) =>
  stretches.map(({ from, to }) => `${inMinutes(from)}-${inMinutes(to)}`).join(' ');

describe('stretches of time', () => {
  it('are joined if they touch, overlap or follow within a minute', () => {
    const list = [
      { from: minute(9), to: minute(10) },
      { from: minute(0), to: minute(4) },
      { from: minute(5), to: minute(6) },
      { from: minute(2), to: minute(3) },
    ];
    expect(showStretches(joinStretches(list))).toBe('0-6 9-10');
  });

  it('include both their ends, and nothing between them', () => {
    const list = [
      { from: 10, to: 20 },
      { from: 30, to: 40 },
    ];
    expect([9, 10, 20, 21, 30, 40, 41].map(at => isWithin(list, at))).toEqual([
      false,
      true,
      true,
      false,
      true,
      true,
      false,
    ]);
    expect(isWithin([], 10)).toBe(false);
  });
});

describe('a source is fresh', () => {
  const fresh = (...series: Parameters<typeof readSeries>[0]) =>
    showStretches(findFresh(readSeries(series).store, 300));

  it('until five minutes after its newest sample', () => {
    expect(fresh(makeUp('1x20 _x20 1x5'))).toBe('0-25 41-51');
  });

  it('between the pods of its runs, once their absences have shown to be usual', () => {
    const pods = '1x1 _x18 1x1 _x18 1x1 _x18 1x1 _x80 1x1';
    expect(fresh(makeUp(pods))).toBe('0-6 20-26 40-123 142-391');
  });

  it('no longer than five minutes after a long presence, whatever was usual before', () => {
    expect(fresh(makeUp('1x1 _x18 1x1 _x18 1x1 _x18 1x60 _x80 1x1'))).toBe(
      '0-6 20-26 40-125 201-207',
    );
  });

  it('while its targets are scraped, whether they answer or not', () => {
    expect(fresh(makeUp('1x5 0x20'))).toBe('0-31');
  });

  it('by its jobs’ own series if there is no `up`', () => {
    expect(fresh(makeSeries('job_queue_size{job_name="a"}', '1x5'))).toBe('0-10');
  });

  it('by `up` alone if it exists', () => {
    expect(fresh(makeUp('1x5'), makeSeries('job_queue_size{job_name="a"}', '1x60'))).toBe('0-10');
  });

  it('for as long as the fastest of its targets allows', () => {
    const targets = [200, 60, 100].map(seconds =>
      makeSeries(`up{instance="app:${seconds}"}`, '1x9', seconds),
    );
    expect(findStaleLimit(readSeries(targets).store, 0)).toBe(300);
  });

  it('for longer if samples come rarely or late', () => {
    const limit = (everySeconds: number, delaySeconds: number) =>
      findStaleLimit(readSeries([makeSeries('up', '1x9', everySeconds)]).store, delaySeconds);
    expect([limit(60, 0), limit(60, 240), limit(200, 0), limit(200, 600)]).toEqual([
      300, 420, 600, 1200,
    ]);
    expect(findStaleLimit(readSeries([]).store, 0)).toBe(300);
  });
});

describe('what was watched includes', () => {
  const createTarget = (up: string) => {
    const { store } = readSeries([makeUp(up)]);
    const [target] = store.targets.values();
    if (target === undefined) throw new Error('there is no target');
    return { store, target };
  };

  it.each([
    ['a target that answered a minute before', '1x9', 10, 9],
    ['a target that answered within the last hour', '1x9', 60, 9],
    ['a target that answered less than an hour before', '1x9', 68.99, 9],
    ['no target that has not answered for an hour', '1x9', 69, undefined],
    ['no target that is first seen at that time', '_x9 1x9', 9, undefined],
    ['no target that is first seen a second before', '_x9 1x9', 9 + 1 / 60, undefined],
    ['a target that was first seen longer before', '_x9 1x9', 9.02, 9.02],
    ['no target that never answered', '0x9', 10, undefined],
    ['no target before its first answer', '_x20 1x9', 20, undefined],
    ['a target before it was away', '1x9 _x20 1x9', 30, 9],
    ['a target that still answers', '1x30', 20, 20],
  ])('%s', (_, up, at, expected) => {
    const until = findWatchedUntil(createTarget(up).target, minute(at));
    expect(until).toBe(expected === undefined ? undefined : minute(expected));
  });

  it('a target that any replica of Prometheus has seen', () => {
    const pair = ['1x9', '1x30'].map((up, index) => makeUp(up, `up{replica="${index}"}`));
    const [target] = readSeries(pair).store.targets.values();
    expect(target && findWatchedUntil(target, minute(20))).toBe(minute(20));
  });

  it.each([
    ['a new target if its scrape job has been watched for a while', 'app', 20, true],
    ['no new target while a Prometheus begins to scrape', 'app', 3, false],
    ['no new target if it is the first of its scrape job', 'other', 20, false],
  ])('%s', (_, scrapeJob, at, expected) => {
    const until = findJobWatchedUntil(createTarget('1x30').store, scrapeJob, minute(at));
    expect(until).toBe(expected ? minute(at) : undefined);
  });

  it('a job while its target answers or its own series exists', () => {
    const series = [
      makeUp('1x9 0x20'),
      makeUp('1x60', 'up{job="another"}'),
      makeSeries('job_queue_size{job_name="a"}', '_x40 1x5'),
    ];
    expect(showStretches(readFacts(series).watched)).toBe('0-10 40-46');
  });

  it('a job without any series while any target of its source answers', () => {
    expect(readFacts([makeUp('1x9')])).toMatchObject({
      watched: [{ from: minute(0), to: minute(10) }],
      seen: undefined,
      runs: [],
    });
  });

  it('a job from its first to its last sample', () => {
    const series = makeSeries('job_queue_size{job_name="a"}', '_x4 1x5 _x9 1x5');
    expect(readFacts([series]).seen).toEqual({ from: minute(4), to: minute(24) });
  });
});
