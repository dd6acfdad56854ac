import { expect, it } from 'vitest';
import type { Batch } from '../../lib/checks/batch.ts';
import { countBadPeriods, countRounds, findPace } from '../../lib/checks/rounds.ts';
import { HOUR, MINUTE, minute } from './facts.ts';

/** Batches from `minute: bad/good`, or `minute: bad/good+neutral`. */
const parse = (text: string): Batch[] =>
  text.split(', ').map(part => {
    const [at = 0, bad = 0, good = 0, neutral = 0] = part.split(/[:/+]/).map(Number);
    return { at: minute(at), bad, good, neutral };
  });

/** All rounds, with bad runs, and with good runs only: `3: 1 bad, 2 good`. */
const show = (text: string, everySeconds: number | undefined) => {
  const { all, bad, good } = countRounds(parse(text), everySeconds);
  return `${all.at(-1)}: ${bad.at(-1)} bad, ${good.at(-1)} good`;
};

const FIVE = 5 * MINUTE;

it.each([
  ['are the runs if only one runs at a time', '0:0/1, 5:1/0, 10:0/1', FIVE, '3: 1 bad, 2 good'],
  ['count replicas of the same minute once', '0:0/3, 5:3/0, 10:0/3', FIVE, '3: 1 bad, 2 good'],
  ['count replicas of two minutes once', '0:0/2, 1:0/1, 5:2/0, 6:1/0', FIVE, '2: 1 bad, 1 good'],
  ['are bad if one replica of the minute is', '0:1/2, 5:1/2, 10:1/2', FIVE, '3: 3 bad, 0 good'],
  ['are good after a bad one, however soon', '0:1/0, 1:0/1', FIVE, '1: 1 bad, 1 good'],
  ['are separate after a minute and a half', '0:1/0, 2:1/0', FIVE, '2: 2 bad, 0 good'],
  ['are separate each minute if a job runs that often', '0:2/0, 1:2/0', MINUTE, '2: 2 bad, 0 good'],
  ['last a quarter of the interval at most', '0:0/1, 14:0/1, 15:0/1', HOUR, '2: 0 bad, 2 good'],
  ['last a quarter of an hour at most', '0:0/1, 14:0/1, 15:0/1', 24 * HOUR, '2: 0 bad, 2 good'],
  ['are as many as fit between two scrapes', '0:0/1, 5:0/5, 10:0/9', MINUTE, '11: 0 bad, 11 good'],
  ['of another outcome are neither bad nor good', '0:0/0+2, 5:0/0+2', FIVE, '2: 0 bad, 0 good'],
  ['are the runs if the rhythm is unknown', '0:0/3, 1:2/0', undefined, '5: 2 bad, 3 good'],
])('rounds %s', (_, batches, everySeconds, expected) => {
  expect(show(batches, everySeconds)).toBe(expected);
});

it('bad periods are counted among the last rounds, with a good run between two of them', () => {
  const rounds = countRounds(parse('0:2/0, 5:2/0, 10:0/2, 15:2/0, 20:0/2, 25:1/1'), FIVE);
  expect([1, 2, 3, 6].map(count => countBadPeriods(rounds, 5, count))).toEqual([1, 1, 2, 3]);
});

it.each([
  ['is the interval without eight batches before it', 7, 60, HOUR],
  ['is the time between the last eight batches of a job on demand', 8, 60, 60],
  ['is the interval if they are a quarter of it apart', 8, HOUR / 4, HOUR],
  ['is the time between them if they are closer', 8, HOUR / 4 - 1, HOUR / 4 - 1],
])('the pace %s', (_, index, seconds, expected) => {
  const batches = Array.from({ length: 9 }, (_, i) => {
    return { at: minute(0) + i * seconds, bad: 0, good: 1, neutral: 0 };
  });
  expect(findPace(batches, index, HOUR)).toBe(expected);
  expect(findPace(batches, index, undefined)).toBeUndefined();
});

it('each minute of a job on demand is a round', () => {
  const batches = parse(Array.from({ length: 20 }, (_, at) => `${at}:0/9`).join(', '));
  // until eight batches have shown it, the rounds of an hour
  expect(countRounds(batches, HOUR).good.at(-1)).toBe(1 + 12);
});
