import { describe, expect, it } from 'vitest';
import { type Alarm, play } from '../../scripts/noise/play.ts';
import { rules } from '../../scripts/noise/rules.ts';

const HOUR = 3600;
const firstDay = 3;

/** Warnings of a job that fails at random at this rate, in so many months; fixed seeds. */
function playMonths(everySeconds: number, share: number, months: number): Alarm[] {
  const [rule] = rules;
  if (rule === undefined) throw new Error('there is no rule');
  const [from, to] = [firstDay * 1440, (firstDay + 30) * 1440];
  const runs = Math.floor((to * 60) / everySeconds);
  const plan = { everySeconds, runs, healthyShare: share, brokenShare: share, breaksAt: runs };
  const seeds = Array.from({ length: months }, (_, index) => index + 1);
  return seeds.flatMap(seed => play({ ...plan, seed }, rule, { from, to }));
}

describe('a job that fails at random half as often as it may has hardly any warning', () => {
  it.each([
    ['minute', 60, 6, 1],
    ['two minutes', 120, 6, 2],
    ['five minutes', 300, 12, 6],
  ])('if it runs every %s', (_, everySeconds, months, most) => {
    expect(playMonths(everySeconds, 0.025, months).length).toBeLessThanOrEqual(most);
  });
});

describe('a job that fails at random far above its limit has one standing warning, which hardly ever ends', () => {
  it.each([
    ['half an hour', HOUR / 2, 0.2],
    ['an hour', HOUR, 0.33],
    ['an hour', HOUR, 0.5],
    ['an hour', HOUR, 0.7],
    ['two hours', 2 * HOUR, 0.5],
  ])('if it runs every %s', (_, everySeconds, share) => {
    const months = 4;
    const alarms = playMonths(everySeconds, share, months);
    expect(alarms.length / months).toBeLessThanOrEqual(6);
    const minutesOn = alarms.reduce((sum, { from, to }) => sum + to - from, 0);
    expect(minutesOn / (months * 30 * 1440)).toBeGreaterThan(0.9);
  });
});
