import { describe, expect, test } from 'vitest';
import { play, summarize, team } from './play.ts';

const critical = { alert: 'BackgroundJobCriticalFailureRate', severity: 'critical' } as const;
const unreachable = { alert: 'SourceUnreachable', job: undefined, severity: 'critical' } as const;

describe('an outage', () => {
  const jobs = ['a', 'b', 'c'].map(job => ({ ...critical, job, on: [[0, 100] as const] }));
  const at = (minutes: number) => [minutes, 100] as const;

  test('of three jobs is reported again after an hour, or sooner if it doubles', () => {
    const one = { ...critical, job: 'd', on: [at(10)] };
    expect(summarize(play([...jobs, one], 90)).map(line => line.slice(0, 5))).toEqual([
      '12:01',
      '13:01',
    ]);
    const others = ['e', 'f'].map(job => ({ ...one, job }));
    expect(summarize(play([...jobs, one, ...others], 30))[1]).toMatch(/^12:11/);
  });

  test('that is spreading is reported five minutes later, with the jobs that it has reached', () => {
    const lines = [
      { ...critical, job: 'a', on: [[0] as const] },
      { ...critical, job: 'b', on: [[8] as const] },
      { job: 'c', on: [[7] as const] },
      { ...critical, job: 'c', on: [[11] as const] },
    ];
    expect(summarize(play(lines, 30))).toEqual([
      '12:01 critical oncall alarm: began a',
      '12:11 critical oncall alarm: began b, began c',
    ]);
  });

  test('holds back the warnings that begin during it for an hour, but not those of others', () => {
    const routes = { ...team, routes: [{ jobs: ['ops/*'], warning: ['ops'] }] };
    const lines = ['d', 'ops/e'].map(job => ({ job, on: [at(10)] }));
    expect(summarize(play([...jobs, ...lines], 90, { routes })).slice(1)).toEqual([
      '12:11 warning ops alarm: began ops/e',
      '13:00 warning team alarm: began d',
    ]);
  });

  test('that ends is reported once, with what began and ended during it', () => {
    const ending = jobs.map((job, i) => ({ ...job, on: [[0, 65 + i] as const] }));
    const late = { ...critical, job: 'd', on: [[20, 80] as const] };
    const recovered = ['recovered a', 'recovered b', 'recovered c'];
    expect(summarize(play([...ending, late], 120))).toEqual([
      '12:01 critical oncall alarm: began a, began b, began c',
      '13:01 critical oncall alarm: began d',
      `13:20 critical oncall recovery: ${['recovered d', ...recovered].toSorted().join(', ')}`,
    ]);
    const sooner = jobs.map((job, i) => ({ ...job, on: [[0, 55 + i] as const] }));
    expect(summarize(play([...sooner, late], 120)).at(-1)).toBe(
      `13:20 critical oncall recovery: passed d, ${recovered.join(', ')}`,
    );
  });

  test('does not hold back problems of Prometheus or Jobwatch', () => {
    const lines = [...jobs, { ...unreachable, on: [[10] as const] }];
    expect(summarize(play(lines, 30))[1]).toBe(
      '12:11 critical oncall alarm: began SourceUnreachable',
    );
  });
});
