import { describe, expect, test } from 'vitest';
import { staleness } from '../../lib/checks/staleness.ts';
import { fleetOf, fleetOfConfig } from './fleet.ts';
import { at, deriveFrom, type Lines, told } from './samples.ts';

const one = fleetOf('a: { interval: 15m }');
const ago = (seconds: number) => at - seconds;
const watch = [` ${ago(9_000)}`];
const tell = (lines: Lines, fleet = one) => told(deriveFrom(staleness, fleet, lines));

describe('the age of a success', () => {
  test.each([
    ['counts from the stamp', [`a ${ago(90)}`], [], 90],
    ['counts from what is only known of history', [], [`a ${ago(700)}`], 700],
    ['counts from the newer of both', [`a ${ago(90)}`], [`a ${ago(700)}`], 90],
    ['is not that of an old replica', [`a ${ago(700)}`], [`a ${ago(90)}`], 90],
    ['is not below 0 where a stamp is ahead', [`a ${ago(-200)}`], [], 0],
  ])('%s', (_, recent, history, age) => {
    expect(tell({ watch, recent, history })).toEqual([`a SecondsSinceSuccess ${age}`]);
  });

  test('counts from the minute that was asked for where answers lag', () => {
    const late = fleetOf('a: { interval: 15m }');
    expect(tell({ watch, recent: [`a ${ago(90)}`] }, { ...late, delaySeconds: 60 })).toEqual([
      'a SecondsSinceSuccess 30',
    ]);
  });
});

describe('a job that was never seen', () => {
  test('is stale from the start of the watch', () => {
    expect(tell({ watch })).toEqual(['a SecondsSinceSuccess 9000']);
  });

  test('has no age where nobody has been watching', () => {
    expect(tell({})).toEqual([]);
    expect(tell({ watch: [] })).toEqual([]);
  });

  test('is stale from its since, be it before or after the watch', () => {
    const since = (seconds: number) => new Date(ago(seconds) * 1000).toISOString();
    const early = fleetOf(`a: { interval: 15m, since: ${since(20_000)} }`);
    const late = fleetOf(`a: { interval: 15m, since: ${since(600)} }`);
    const future = fleetOf(`a: { interval: 15m, since: ${since(-600)} }`);
    expect(tell({ watch }, early)).toEqual(['a SecondsSinceSuccess 20000']);
    expect(tell({ watch }, late)).toEqual(['a SecondsSinceSuccess 600']);
    expect(tell({ watch }, future)).toEqual(['a SecondsSinceSuccess 0']);
  });
});

test('a success before its since does not count', () => {
  const fleet = fleetOf(`a: { interval: 15m, since: ${new Date(ago(600) * 1000).toISOString()} }`);
  expect(tell({ watch, recent: [`a ${ago(7_000)}`] }, fleet)).toEqual([
    'a SecondsSinceSuccess 600',
  ]);
  expect(tell({ watch, recent: [`a ${ago(60)}`] }, fleet)).toEqual(['a SecondsSinceSuccess 60']);
});

describe('a job nobody listed', () => {
  const seen = { watch, recent: [`a ${ago(1)}`, `new ${ago(90)}`] };
  const ofNew = (lines: Lines, fleet = one) =>
    deriveFrom(staleness, fleet, lines).measurements.find(({ job }) => job === 'new');

  test('has no age before two of its successes were seen', () => {
    expect(tell(seen)).toEqual(['a SecondsSinceSuccess 1']);
  });

  test.each([
    ['at least the defaults', 600, 7_200, 86_400],
    ['2.5 and 4 of its longest gaps', 36_000, 90_000, 144_000],
    ['the default at its edge', 2_880, 7_200, 86_400],
  ])('may take %s: a gap of %i s', (_, gap, warning, critical) => {
    expect(ofNew({ ...seen, gap: [`new ${gap}`] })).toEqual({
      job: 'new',
      metric: 'SecondsSinceSuccess',
      value: 90,
      limits: { BackgroundJobNotRunning: warning, BackgroundJobCriticallyStale: critical },
    });
  });

  test('is found in history as well', () => {
    const lines = { watch, history: [`new ${ago(500)}`], gap: ['new 60'] };
    expect(ofNew(lines)?.value).toBe(500);
  });

  test('is left alone where none are measured, and its gap is not asked for', () => {
    const closed = fleetOfConfig('a: { interval: 15m }', 'unlisted: { maximum: 0 }');
    expect(ofNew({ ...seen, gap: ['new 60'] }, closed)).toBeUndefined();
    expect(Object.keys(staleness.queries(closed))).toEqual(['recent', 'history', 'ignored']);
    expect(Object.keys(staleness.queries(one))).toEqual(['recent', 'history', 'ignored', 'gap']);
  });
});

test('a listed job has its own limits, whatever its gaps', () => {
  const { measurements } = deriveFrom(staleness, one, { recent: [`a ${ago(1)}`], gap: ['a 9'] });
  expect(measurements).toStrictEqual([{ job: 'a', metric: 'SecondsSinceSuccess', value: 1 }]);
});

test('a stamp that is ignored is noted', () => {
  expect(deriveFrom(staleness, one, { watch, ignored: ['a 1', 'b 1'] }).notes).toEqual([
    {
      code: 'stamp-ignored',
      job: 'a',
      message:
        'a last-success stamp of this job is 0 or more than 5 min ahead of the clock; it is ignored',
    },
    expect.objectContaining({ job: 'b' }),
  ]);
  expect(deriveFrom(staleness, one, { watch }).notes).toEqual([]);
  expect(deriveFrom(staleness, one, { ignored: [' 1'] }).notes).toMatchObject([{ job: '' }]);
});
