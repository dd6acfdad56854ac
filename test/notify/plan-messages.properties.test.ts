import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { identifyAlarm } from '../../lib/notify/alarm.ts';
import { type ItemChange, isResolved, type Message } from '../../lib/notify/message.ts';
import { planMessages } from '../../lib/notify/plan-messages.ts';
import { isQuiet } from '../../lib/notify/quiet.ts';
import { emptyState, type NotifierState } from '../../lib/notify/state.ts';
import { formatState, parseState } from '../../lib/notify/state-json.ts';
import { isActive } from '../../lib/notify/track-alarms.ts';
import {
  inputAt,
  type Line,
  minute,
  noon,
  type Played,
  play,
  type Setting,
  showAlarm,
} from './play.ts';

const outage = 240;
const busy = outage + 90;
const drained = outage + 20 * 60;

/** The longest wait for others to recover or to begin, in minutes. */
const longestWait = { critical: 122, warning: 16 * 60 } as const;

const spans = fc
  .uniqueArray(fc.integer({ min: 0, max: outage - 1 }), { maxLength: 8 })
  .map(edges => edges.toSorted((a, b) => a - b))
  .map(edges =>
    edges.flatMap((from, i) => (i % 2 === 0 ? [[from, edges[i + 1] ?? outage] as const] : [])),
  );

const jobName = fc.constantFrom('a', 'b', 'c', 'billing/a', 'billing/b');

const alarmLine: fc.Arbitrary<Line> = fc.record({
  job: jobName,
  severity: fc.constantFrom('warning', 'critical'),
  alert: fc.constantFrom('Failing', 'Late'),
  on: spans,
});

const outageLine: fc.Arbitrary<Line> = fc.record({
  job: fc.constant(undefined),
  severity: fc.constant('critical' as const),
  alert: fc.constantFrom('SourceUnreachable', 'NotReporting'),
  on: spans.map(list => list.slice(0, 1)),
});

const lines = fc
  .uniqueArray(fc.oneof({ weight: 8, arbitrary: alarmLine }, outageLine), {
    maxLength: 8,
    selector: ({ alert, job, severity }) => `${alert} ${job} ${severity}`,
  })
  .map(list =>
    list.map(line => ({ ...line, alert: `${line.alert}${line.job ? line.severity : ''}` })),
  );

const setting: fc.Arbitrary<Setting> = fc
  .array(
    fc.record({
      pattern: fc.constantFrom('a', 'billing/*', '*'),
      end: fc.integer({ min: 0, max: outage }),
    }),
    { maxLength: 2 },
  )
  .map(mutes => ({
    routes: {
      defaults: { warning: ['team', 'chat'], critical: ['oncall', 'chat'] },
      routes: [{ jobs: ['billing/*'], critical: ['billing'] }],
    },
    quiet: {
      mutes: mutes.map(({ pattern, end }) => ({
        pattern,
        until: noon + end * minute,
        reason: '',
        who: '',
      })),
      maintenance: [],
    },
  }));

/** Each minute while alarms change and the first messages follow, and then every tenth. */
function playToEnd(list: readonly Line[], how: Setting = {}): Played {
  const before = play(list, busy, how);
  const after = play(list, drained, { ...how, state: before.state, from: busy + 1, step: 10 });
  return { ...after, messages: [...before.messages, ...after.messages] };
}

/** Changes in order, by alarm and destination. */
function listChanges(messages: readonly Message[]): Map<string, ItemChange[]> {
  const changes = new Map<string, ItemChange[]>();
  for (const { destination, items } of messages) {
    for (const { alarm, change } of items) {
      const key = `${destination}: ${identifyAlarm(alarm)}`;
      changes.set(key, [...(changes.get(key) ?? []), change]);
    }
  }
  return changes;
}

/**
 * How often a beginning was reported to someone who knew it, or an end to someone who did not know
 * the beginning.
 */
function countRepeats(changes: readonly ItemChange[]): number {
  let isTold = false;
  let repeats = 0;
  for (const change of changes) {
    const isWrong = change === 'began' ? isTold : change === 'recovered' ? !isTold : false;
    if (isWrong) repeats++;
    if (change === 'began' || change === 'flapping' || change === 'unmuted') isTold = true;
    if (change === 'recovered' || change === 'gone') isTold = false;
  }
  return repeats;
}

/** Alarms that are on and that nobody was or will be notified about, although someone should be. */
function listForgotten(state: NotifierState, { quiet }: Setting): string[] {
  const { at, alarms } = state;
  const isKnown = ({ marks }: (typeof alarms)[number]) => marks.length > 0;
  const outages = alarms.filter(({ job }) => job === undefined).filter(isKnown);
  const hasOutage =
    outages.length > 0 || alarms.some(a => a.job === undefined && (a.endedAt ?? 0) >= at - 300);
  return alarms
    .filter(record => isActive(record, at) && !isKnown(record))
    .filter(({ job }) => quiet === undefined || !isQuiet(job, quiet, at))
    .filter(
      ({ job }) =>
        !alarms.some(other => other.job === job && other.severity === 'critical' && isKnown(other)),
    )
    .filter(() => !hasOutage)
    .map(identifyAlarm);
}

describe('planMessages', () => {
  test('never sends more than one message per minute, destination and severity, however often it is called', () => {
    fc.assert(
      fc.property(lines, setting, fc.constantFrom(1 / 4, 1), (list, how, step) => {
        const { messages } = playToEnd(list, { ...how, step });
        const times = Map.groupBy(
          messages,
          ({ destination, severity }) => `${destination} ${severity}`,
        );
        for (const own of times.values()) {
          const gaps = own.slice(1).map((message, i) => message.at - (own[i]?.at ?? 0));
          expect(gaps.every(gap => gap >= minute)).toBe(true);
        }
      }),
    );
  });

  test('reports everything that is on, or something that hides it', () => {
    fc.assert(
      fc.property(lines, setting, (list, how) => {
        let state = emptyState;
        for (let at = 0; at <= drained; at += at < busy ? 1 : 10) {
          const alarms = list.flatMap(line => showAlarm(line, at) ?? []);
          const plan = planMessages({ ...inputAt(at, how), state, alarms });
          state = plan.state;
          expect(listForgotten(state, how)).toEqual([]);
        }
        expect(state.alarms.flatMap(({ marks }) => marks)).toEqual([]);
      }),
    );
  });

  test('reports each time that an alarm goes on and nothing hides it, even if it is over by then', () => {
    const alone = lines.map(list => list.filter(({ job }) => job !== undefined));
    const apart = alone.map(list => list.map((line, i) => ({ ...line, job: `job-${i}` })));
    fc.assert(
      fc.property(apart, list => {
        const { messages } = playToEnd(list);
        for (const { job, on, severity = 'warning' } of list) {
          const told = messages.flatMap(({ at, items }) =>
            items.flatMap(item =>
              item.alarm.job === job ? [{ at: (at - noon) / minute, change: item.change }] : [],
            ),
          );
          const wait = longestWait[severity];
          for (const [from, to = outage] of on) {
            const before = told.findLast(({ at }) => at <= from);
            const isKnown = before !== undefined && !isResolved(before);
            const isSaid = told.some(({ at }) => at >= from && at <= to + wait);
            expect(isKnown || isSaid).toBe(true);
          }
        }
      }),
    );
  });

  test('reports a beginning only to those who do not know it, and an end only to those who do', () => {
    fc.assert(
      fc.property(lines, setting, (list, how) => {
        const changes = listChanges(playToEnd(list, how).messages);
        expect([...changes.values()].map(countRepeats).every(count => count === 0)).toBe(true);
      }),
    );
  });

  test('costs at most one duplicate of each item if a crash loses the state of a minute', () => {
    fc.assert(
      fc.property(lines, setting, fc.integer({ min: 0, max: outage }), (list, how, crash) => {
        const before = play(list, crash - 1, how);
        const lost = play(list, crash, { ...how, state: before.state, from: crash });
        const after = playToEnd(list, { ...how, state: before.state, from: crash + 1 });
        const sent = [...before.messages, ...lost.messages, ...after.messages];
        const repeats = [...listChanges(sent).values()].map(countRepeats);
        expect(repeats.every(count => count <= 1)).toBe(true);
        if (lost.messages.length === 0) expect(repeats.every(count => count === 0)).toBe(true);
        expect(after.state.alarms.flatMap(({ marks }) => marks)).toEqual([]);
      }),
    );
  });

  test('gives the same plan in any order of the alarms, and from a stored state', () => {
    fc.assert(
      fc.property(lines, setting, fc.integer({ min: 0, max: outage }), (list, how, at) => {
        const { state } = play(list, at - 1, how);
        const alarms = list.flatMap(line => showAlarm(line, at) ?? []);
        const input = inputAt(at, how);
        const plan = planMessages({ ...input, state, alarms });
        const stored = parseState(formatState(state));
        expect(planMessages({ ...input, state, alarms: alarms.toReversed() })).toEqual(plan);
        expect(planMessages({ ...input, state: { ...stored, at: state.at }, alarms })).toEqual(
          plan,
        );
      }),
    );
  });
});
