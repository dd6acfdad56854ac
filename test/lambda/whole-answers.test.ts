import { expect, test } from 'vitest';
import { createWholeSamples } from '../../lib/lambda/whole-answers.ts';
import type { Series } from '../../lib/prometheus/answer.ts';

const M0 = 1_800_000_000;

/** A series with a sample per minute, from one minute to another, both included. */
function createSeries(name: string, from: number, to: number): Series {
  const times = Array.from({ length: to - from + 1 }, (_, index) => M0 + (from + index) * 60);
  return { labels: { name }, times, values: times.map(() => 1) };
}

/** Reads up to a minute, from the fourth on: what could not be read is requested again. */
function createAsker() {
  let known: readonly Series[] = [];
  let calls = 0;
  const samples = createWholeSamples(async (_, { from, to }) => {
    calls += 1;
    const series = known.map(({ labels, times, values }) => ({
      labels,
      times: times.filter(time => time > from && time <= to),
      values,
    }));
    return { series: series.filter(({ times }) => times.length > 0), warnings: [] };
  });
  const ask = async (minute: number, selector = 'up{}', from = 4) => {
    const to = M0 + minute * 60;
    return samples(selector, { from: M0 + from * 60, to }).then(
      ({ series }) => series.length,
      (error: { code: string }) => error.code,
    );
  };
  return {
    ask,
    calls: () => calls,
    set: (...series: readonly Series[]) => {
      known = series;
    },
  };
}

test('a target that is gone keeps its past, so its answer is complete', async () => {
  const asker = createAsker();
  asker.set(createSeries('a', 0, 10), createSeries('b', 0, 10));
  expect(await asker.ask(10)).toBe(2);
  asker.set(createSeries('a', 0, 11), createSeries('b', 0, 10));
  expect(await asker.ask(11)).toBe(2);
});

test('an answer that lacks the past is requested once more, and then rejected', async () => {
  const asker = createAsker();
  asker.set(createSeries('a', 0, 10));
  await asker.ask(10);
  asker.set();
  expect(await asker.ask(11)).toBe('partial');
  expect(asker.calls()).toBe(3);
});

test('half of the series are rejected for an hour, but not if only a few differ', async () => {
  const names = Array.from({ length: 10 }, (_, index) => `series ${index}`);
  const asker = createAsker();
  asker.set(...names.map(name => createSeries(name, 0, 10)));
  await asker.ask(10);
  asker.set(...names.slice(5).map(name => createSeries(name, 0, 11)));
  expect(await asker.ask(11)).toBe('partial');
  asker.set(...names.slice(2).map(name => createSeries(name, 0, 11)));
  expect(await asker.ask(11)).toBe(8);
});

test('a Prometheus that has begun anew is accepted after five minutes', async () => {
  const asker = createAsker();
  asker.set(createSeries('a', 0, 10));
  await asker.ask(10);
  const asked: (string | number)[] = [];
  for (let minute = 11; minute <= 16; minute += 1) {
    asker.set(createSeries('a', 11, minute));
    asked.push(await asker.ask(minute));
  }
  expect(asked).toEqual([...Array<string>(5).fill('partial'), 1]);
});

test('if one metric has lost its past and another has not, the judge waits for it', async () => {
  const asker = createAsker();
  asker.set(createSeries('a', 0, 10));
  await asker.ask(10, 'queue{}');
  await asker.ask(10);
  asker.set(createSeries('a', 0, 17));
  await asker.ask(12);
  asker.set(createSeries('a', 11, 17));
  expect(await asker.ask(16, 'queue{}')).toBe('partial');
});

test.each([
  ['the newer part', 7, ['partial']],
  ['the older part', 9, [1, 'partial']],
])(
  'half of the series are rejected if %s of a long range can be compared',
  async (_, cut, expected) => {
    const asker = createAsker();
    asker.set(createSeries('a', 0, 10), createSeries('b', 0, 10));
    await asker.ask(10);
    asker.set(createSeries('a', 0, 40));
    const asked = [await asker.ask(40, 'up{}', cut)];
    if (asked[0] !== 'partial') asked.push(await asker.ask(cut));
    expect(asked).toEqual(expected);
  },
);

test('series that never existed are not missed', async () => {
  const asker = createAsker();
  expect(await asker.ask(10)).toBe(0);
  expect(await asker.ask(11)).toBe(0);
});
