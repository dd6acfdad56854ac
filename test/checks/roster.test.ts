import { describe, expect, test } from 'vitest';
import {
  rosterOf,
  samplesByJob,
  unlistedJob,
  unlistedNames,
  valuesByJob,
} from '../../lib/checks/roster.ts';
import { fleetOfConfig } from './fleet.ts';
import { sampleOf } from './samples.ts';

const fleet = fleetOfConfig(
  'b: { interval: 1m }\n  a: { interval: 1h }',
  'unlisted: { maximum: 2 }',
);
const answer = (...lines: readonly string[]) => lines.map(sampleOf);

describe('unlisted jobs', () => {
  test('are those of any answer that the config does not list, sorted, each once', () => {
    expect(unlistedNames(fleet, answer('z 1', 'a 1', 'y 1'), answer('x 1', 'z 1'))).toEqual([
      'x',
      'y',
      'z',
    ]);
  });

  test('have a name', () => {
    expect(unlistedNames(fleet, [{ labels: {}, value: 1 }, ...answer('job_name= 1')])).toEqual([
      'job_name=',
    ]);
    expect(unlistedNames(fleet, [{ labels: { job_name: '' }, value: 1 }])).toEqual([]);
  });

  test('are measured with the defaults', () => {
    expect(unlistedJob(fleet, 'x')).toMatchObject({
      name: 'x',
      listed: false,
      windowSeconds: { failures: 600, criticalFailures: 300, duration: 600, items: 600 },
    });
  });
});

test('the roster has the listed jobs first, and the first of the unlisted up to the cap', () => {
  const roster = rosterOf(fleet, answer('z 1', 'y 1', 'x 1', 'a 1'));
  expect(roster.map(({ name, listed }) => `${name} ${listed}`)).toEqual([
    'b true',
    'a true',
    'x false',
    'y false',
  ]);
  expect(rosterOf(fleet).map(({ name }) => name)).toEqual(['b', 'a']);
});

test('values stand by job, the last where there are several', () => {
  expect([...valuesByJob(fleet, answer('a 1', 'b 2', 'a 3'))]).toEqual([
    ['a', 3],
    ['b', 2],
  ]);
  expect([...valuesByJob(fleet, [{ labels: {}, value: 1 }])]).toEqual([['', 1]]);
  expect(valuesByJob(fleet).size).toBe(0);
});

test('samples stand by job, in their order', () => {
  const [first, second, third] = answer('a x=1 1', 'b 2', 'a x=2 3');
  expect([...samplesByJob(fleet, answer('a x=1 1', 'b 2', 'a x=2 3'))]).toEqual([
    ['a', [first, third]],
    ['b', [second]],
  ]);
  const nameless = { labels: {}, value: 1 };
  expect([...samplesByJob(fleet, [nameless])]).toEqual([['', [nameless]]]);
  expect(samplesByJob(fleet).size).toBe(0);
});
