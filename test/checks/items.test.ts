import { describe, expect, it } from 'vitest';
import { itemJudge, items } from '../../lib/checks/items.ts';
import { findAbove, HOUR, makeFacts, makeItems, makeJob, measure, minute } from './facts.ts';

const job = makeJob('{ interval: 1m }');
const hourly = makeJob('{ interval: 1h }');

const findRate = (text: string, at: number, of = job, everySeconds = 60) =>
  measure(items, makeFacts({ items: makeItems(text, everySeconds) }), { job: of, at })
    .ItemFailureRatePercent;

const findHigh = (text: string, minutes: number) =>
  findAbove(at => findRate(text, at), { limit: 20, minutes });

describe('the share of items that fail', () => {
  it('is that of the last ten minutes, without those that were skipped', () => {
    expect(findRate('9/1/90*20', minute(19))).toBe(10);
  });

  it('is not above its limit if one run of a frequent job failed on most of its items', () => {
    expect(findHigh('10/0*30 1/9 10/0*30', 60)).toBe('');
  });

  it('is above its limit if several runs failed on items', () => {
    expect(findHigh('10/0*30 1/9*10 10/0*30', 69)).toBe('32-45');
  });

  it('is that of the last ten minutes while that is above the limit', () => {
    const text = '10/0*30 1/9*10 10/0*30';
    expect([39, 42].map(count => findRate(text, minute(count)))).toEqual([90, 63]);
  });

  it('is not above its limit if one run of a frequent job failed on a thousand items', () => {
    expect(findHigh('10/0*30 0/1000 10/0*30', 60)).toBe('');
  });

  it('is above its limit if more items failed than chance explains', () => {
    expect(findRate('3/0*2 0/3*2', minute(3))).toBe(20);
    expect(findRate('4/0*2 0/4*2', minute(3))).toBe(50);
  });

  it('is above its limit if runs fail on many items now and then', () => {
    const text = '10/0*20 0/200 10/0*18 0/200 10/0*5';
    const quick = makeJob('{ interval: 5m }');
    const rates = [100, 195].map(count => findRate(text, minute(count), quick, 300));
    expect(rates).toEqual([20, (100 * 200) / 220]);
  });

  it('stays as judged while nothing runs, even if the job is not watched', () => {
    const items10 = makeItems('10/0*30 1/9*10');
    const watched = [{ from: minute(0), to: minute(41) }];
    const found = measure(items, makeFacts({ items: items10, watched }), { job, at: minute(60) });
    expect(found.ItemFailureRatePercent).toBe(100);
  });

  it('is not known if there was no item and the job was not watched for half the window', () => {
    const watched = [{ from: minute(24), to: minute(99) }];
    const findAt = (count: number) =>
      measure(items, makeFacts({ items: makeItems('1/0'), watched }), { job, at: minute(count) });
    expect(findAt(28)).toEqual({
      ItemsSucceededPerMinute: 0,
      ItemsFailedPerMinute: 0,
      ItemsSkippedPerMinute: 0,
    });
    expect(findAt(30).ItemFailureRatePercent).toBe(0);
    expect(findAt(103).ItemFailureRatePercent).toBeUndefined();
  });

  it('is known for the items that were handled, even if the job was not watched for half the window', () => {
    const watched = [{ from: minute(24), to: minute(99) }];
    const facts = makeFacts({ items: makeItems('9/1*20'), watched });
    expect(measure(items, facts, { job, at: minute(19) }).ItemFailureRatePercent).toBe(10);
  });

  it('is good again after two good runs of an hourly job', () => {
    const evidence = itemJudge.evidence?.({ facts: makeFacts(), batches: [], job: hourly }, HOUR);
    expect(evidence?.fewestGood(0.3, 0, 'runs')).toBe(2);
  });

  it('is known from the first minute with items', () => {
    expect(findRate('0/1', minute(0))).toBe(20);
    expect(items.evaluate(makeFacts({ items: makeItems('0/1') }), job, minute(-1))).toEqual([]);
  });

  it('is not above its limit by chance if each run has one item', () => {
    expect(findHigh('1/0*30 0/1*2 1/0*30', 61)).toBe('');
  });

  it('is above its limit after one run of a 6-hourly job, however good the runs before were', () => {
    const report = makeJob('{ interval: 6h }');
    expect(findRate('100/0*5 70/40', minute(1800), report, 6 * HOUR)).toBeGreaterThan(20);
    expect(findRate('100/0*5 70/40', minute(300), hourly, HOUR)).toBeLessThanOrEqual(20);
  });

  it('is above its limit after one run of an hourly job that failed on most of many items', () => {
    expect(findRate('100/0*5 10/90', minute(300), hourly, HOUR)).toBeGreaterThan(20);
    expect(findRate('2/0*5 1/1', minute(300), hourly, HOUR)).toBeLessThanOrEqual(20);
  });

  it('is 0 without items while the job was watched', () => {
    expect(findRate('1/0', minute(30))).toBe(0);
  });

  it('is not known for a job without any item', () => {
    expect(items.evaluate(makeFacts(), job, minute(0))).toEqual([]);
  });

  it('is the plain rate of a window that the configuration sets', () => {
    const windowed = makeJob('{ interval: 1m, items: { window: 5m } }');
    expect(findRate('10/0*30 1/9 10/0*30', minute(32), windowed)).toBe(18);
    expect(findRate('10/0*30 1/9*2 10/0*30', minute(32), windowed)).toBe(36);
  });
});

it('items are counted per minute by outcome', () => {
  const found = measure(items, makeFacts({ items: makeItems('3/1/2*20') }), {
    job,
    at: minute(19),
  });
  expect(found).toMatchObject({
    ItemsSucceededPerMinute: 3,
    ItemsFailedPerMinute: 1,
    ItemsSkippedPerMinute: 2,
  });
});
