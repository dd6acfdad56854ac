import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { identifyAlarm } from '../../lib/notify/alarm.ts';
import { createExample } from '../../lib/notify/examples/build.ts';
import type { ItemChange } from '../../lib/notify/message.ts';
import type { AlarmFacts } from '../../lib/notify/words/facts.ts';
import { wordMessage } from '../../lib/notify/words/word-message.ts';
import { evilNames } from '../untrusted/evil-names.ts';
import { guides, wording } from './guides.ts';

const count = fc.integer({ min: 0, max: 5_000 });
const moment = fc.integer({ min: 1_795_000_000, max: 1_795_435_560 });

/** A value that CloudWatch accepts. Source: API reference, MetricDatum. */
const metricValue = fc.double({ min: -(2 ** 360), max: 2 ** 360, noNaN: true });

const facts: fc.Arbitrary<AlarmFacts> = fc.record(
  {
    runsFailed: count,
    runsTotal: count,
    itemsFailed: count,
    itemsTotal: count,
    windowSeconds: fc.constantFrom(600, 3_600, 86_400),
    lastSuccess: fc.oneof(moment, fc.constant('never' as const)),
    intervalSeconds: fc.constantFrom(60, 900, 3_600, 86_400),
    dueAt: moment,
    p95Seconds: fc.double({ min: 0, max: 1e5, noNaN: true }),
    queueSize: count,
    before: fc.record({ value: count, secondsAgo: fc.constant(3_600) }),
    targetsDown: fc.array(fc.string({ unit: 'binary' }), { maxLength: 2 }),
    restartedAt: moment,
    names: fc.array(fc.string({ unit: 'binary' }), { maxLength: 9 }),
  },
  { requiredKeys: [] },
);

const name = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...Object.values(evilNames)));

const told = fc.record({
  alarm: fc.record({
    alert: fc.constantFrom(...Object.keys(guides), 'SomethingNew'),
    job: fc.option(name, { nil: undefined }),
    since: moment,
    value: fc.option(metricValue, { nil: undefined }),
    limit: fc.option(fc.integer(), { nil: undefined }),
    severity: fc.constantFrom('warning', 'critical'),
  }),
  change: fc.constantFrom<ItemChange[]>(
    'began',
    'flapping',
    'unmuted',
    'standing',
    'recovered',
    'passed',
    'gone',
  ),
  facts,
});

const example = fc
  .tuple(
    fc.uniqueArray(told, {
      minLength: 1,
      maxLength: 15,
      selector: ({ alarm }) => identifyAlarm(alarm),
    }),
    fc.boolean(),
  )
  .map(([items, prometheusAnswered]) => createExample('anything', items, { prometheusAnswered }));

describe('any message', () => {
  test('has a readable subject and body, for any names and facts', () => {
    fc.assert(
      fc.property(example, one => {
        const { subject, body } = wordMessage(one.message, { ...wording, ...one });
        expect(subject).toMatch(/^\[(critical|warning|ok)\] [\x20-\x7e]+$/);
        expect(subject.length).toBeLessThanOrEqual(100);
        expect(body.replaceAll('\n', '')).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
        expect(body).not.toMatch(/undefined|NaN|Infinity|\[object/);
      }),
      { numRuns: 500 },
    );
  });
});
