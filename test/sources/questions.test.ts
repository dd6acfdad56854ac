import { describe, expect, it } from 'vitest';
import { matchNames, withMatchers } from '../../lib/sources/names.ts';
import { presets } from '../../lib/sources/presets/index.ts';
import {
  askBuckets,
  findOutcome,
  listQuestions,
  type Question,
} from '../../lib/sources/question.ts';
import { makeSource } from '../history/facts.ts';

/** Text that a Prometheus behind any proxy accepts, in bytes. */
const longest = 4096;

const show = (questions: readonly Question[]) =>
  questions.map(({ check, selector }) => `${check}: ${selector}`);

describe.each(presets.map(({ name }) => name))('the questions to %s', name => {
  const source = makeSource(`{ preset: ${name}, selector: 'env="prod"' }`);
  const questions = listQuestions(source);

  it('have a constant text, whatever jobs there are', () => {
    expect(show(listQuestions(source))).toEqual(show(questions));
    for (const { selector } of questions) expect(selector.length).toBeLessThan(longest);
  });

  it('query up first, and everything else with the selector', () => {
    const [up, ...others] = questions;
    expect(up).toMatchObject({ check: 'all', role: 'up' });
    expect(others.length).toBeGreaterThan(0);
    for (const { selector } of others) expect(selector).toContain('env="prod"');
  });
});

it('the questions of the default source match the golden list', () => {
  expect(show(listQuestions(makeSource()))).toEqual([
    'all: up{}',
    'failures: job_execution_total{}',
    'staleness: job_last_success_timestamp_seconds{}',
    'duration: job_execution_duration_seconds_count{}',
    'duration: job_execution_duration_seconds_sum{}',
    'items: job_items_processed_total{}',
    'queue: job_queue_size{}',
  ]);
});

it('only the parts of a source are queried', () => {
  const source = makeSource(
    '{ runs: { success: { counter: good_total, where: \'a="b"\' }, failed: { counter: bad_total } }, lastSuccess: false, upSelector: \'job="x"\' }',
  );
  expect(show(listQuestions(source))).toEqual([
    'all: up{job="x"}',
    'failures: good_total{a="b"}',
    'failures: bad_total{}',
  ]);
});

describe('a duration that is', () => {
  const ask = (duration: string) =>
    show(listQuestions(makeSource(`{ preset: jobs, duration: ${duration} }`)))
      .filter(text => text.startsWith('duration'))
      .map(text => text.slice('duration: '.length));

  it.each([
    [
      'a summary',
      '{ summary: run_seconds, quantile: 0.95 }',
      ['run_seconds_count{}', 'run_seconds_sum{}'],
    ],
    ['a sum and a count', '{ sum: s_total, count: c_total }', ['c_total{}', 's_total{}']],
    ['a gauge of the last run', '{ gauge: last_run_seconds }', ['last_run_seconds{}']],
    ['not exported', 'false', []],
  ])('%s is queried as such', (_, duration, expected) => {
    expect(ask(duration)).toEqual(expected);
  });

  it('a histogram has buckets, which are queried by name', () => {
    const matchers = matchNames(makeSource(), ['a', 'b.c']);
    expect(askBuckets(makeSource(), matchers)?.selector).toBe(
      String.raw`job_execution_duration_seconds_bucket{job_name=~"a|b\\.c"}`,
    );
    expect(askBuckets(makeSource('{ preset: jobs, duration: false }'), [])).toBeUndefined();
  });
});

describe('jobs are queried by name', () => {
  it('with each of their labels', () => {
    const source = makeSource('{ preset: sidekiq }');
    expect(matchNames(source, ['default/Mailer', 'low/Mailer'])).toEqual([
      'queue=~"default|low"',
      'worker=~"Mailer"',
    ]);
  });

  it('in a question that already has matchers, or has none', () => {
    const ask = (selector: string) =>
      withMatchers({ check: 'all', role: 'up', selector }, ['a="b"', 'c="d"']).selector;
    expect(ask('x{}')).toBe('x{a="b",c="d"}');
    expect(ask('x{y="z"}')).toBe('x{y="z",a="b",c="d"}');
  });
});

it.each([
  ['ok', 'succeeded'],
  ['error', 'failed'],
  ['nothing', 'skipped'],
  ['started', undefined],
  ['cancelled', 'other'],
  ['', 'other'],
])('the status %j means %s', (word, outcome) => {
  const words = { success: ['ok'], failed: ['error'], skipped: ['nothing'], ignored: ['started'] };
  expect(findOutcome(words, word)).toBe(outcome);
});
