import { describe, expect, test } from 'vitest';
import type { Severity } from '../../lib/model/job.ts';
import { identifyAlarm } from '../../lib/notify/alarm.ts';
import { type AlarmRecord, emptyState } from '../../lib/notify/state.ts';
import { formatState, parseState, stateLimitBytes } from '../../lib/notify/state-json.ts';
import { breakAll } from './break-all.ts';
import { type Line, type Played, play } from './play.ts';

function count({ messages }: Played, severity: Severity): number {
  return messages.filter(message => message.severity === severity).length;
}

/** How many beginnings were reported without an end, and what is still remembered. */
function countBegunAndOver({ messages, state }: Played) {
  const changes = messages.flatMap(({ items }) => items.map(({ change }) => change));
  const begun = changes.filter(change => change === 'began').length;
  const over = changes.filter(change => change === 'recovered').length;
  return { left: begun - over, marks: state.alarms.flatMap(({ marks }) => marks) };
}

describe('a mass outage', () => {
  const outages = [6, 40, 200, 490].flatMap(jobs =>
    [30, 60, 240].map(minutes => ({ jobs, minutes })),
  );

  test.for(outages)(
    'of $jobs jobs for $minutes minutes sends at most 5 messages per severity',
    outage => {
      const { jobs, minutes } = outage;
      const played = play(breakAll(jobs, minutes), minutes + 180);
      for (const severity of ['critical', 'warning'] as const) {
        expect(count(played, severity)).toBeLessThanOrEqual(5);
        expect(count(played, severity)).toBeGreaterThanOrEqual(2);
      }
      expect(countBegunAndOver(played)).toEqual({ left: 0, marks: [] });
    },
  );

  test('of 490 jobs is planned within a second per minute', () => {
    const { state } = play(breakAll(490, 240), 30);
    const started = performance.now();
    play(breakAll(490, 240), 31, { state, from: 31 });
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

describe('the state', () => {
  const everything = Array.from({ length: 490 }, (_, index) => index).flatMap(index =>
    Array.from({ length: 9 }, (_, alert) => ({
      alert: `BackgroundJobAlertNumber${alert}`,
      severity: alert % 2 === 0 ? ('critical' as const) : ('warning' as const),
      job: `department-${index % 9}/namespace-of-a-team/nightly-export-${index}`,
      on: [[(index * 13 + alert * 7) % 240, 260 + (index % 31)]] as Line['on'],
    })),
  );
  const routes = {
    defaults: {
      warning: ['mail:team', 'slack:ops'],
      critical: ['mail:oncall', 'slack:ops', 'pager'],
    },
    routes: [{ jobs: ['department-3/*'], critical: ['mail:three', 'pager'] }],
  };

  const { state } = play(everything, 250, { routes });

  test('of 490 jobs with 9 alerts each stays under 256 KiB', () => {
    expect(state.alarms).toHaveLength(490 * 9);
    expect(Buffer.byteLength(formatState(state))).toBeLessThan(stateLimitBytes);
  });

  test('is read as it was written', () => {
    const failing = [{ destination: 'pager', since: state.at - 100 }];
    const sorted = parseState(formatState({ ...state, failing }));
    const byName = (a: AlarmRecord, b: AlarmRecord) =>
      identifyAlarm(a) < identifyAlarm(b) ? -1 : 1;
    expect(sorted.threads).toEqual(state.threads);
    expect(sorted.failing).toEqual(failing);
    expect(sorted.alarms.toSorted(byName)).toEqual(state.alarms.toSorted(byName));
  });

  test.for([undefined, '', '{', 'null', '[]', '{"version":2,"jobs":[]}'])(
    'that is %j is empty',
    text => {
      expect(parseState(text)).toEqual(emptyState);
    },
  );
});
