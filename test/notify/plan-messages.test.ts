import { describe, expect, test } from 'vitest';
import { planMessages } from '../../lib/notify/plan-messages.ts';
import { emptyState } from '../../lib/notify/state.ts';
import { hour, inputAt, loud, minute, noon, play, showAlarm, summarize, team } from './play.ts';

const critical = { alert: 'BackgroundJobCriticalFailureRate', severity: 'critical' } as const;
const unreachable = { alert: 'SourceUnreachable', job: undefined, severity: 'critical' } as const;

describe('one alarm', () => {
  test('is sent after waiting a minute for others, and its end a minute after it', () => {
    expect(summarize(play([{ on: [[5, 47]] }], 60))).toEqual([
      '12:06 warning team alarm: began clip_sync',
      '12:48 warning team recovery: recovered clip_sync',
    ]);
  });

  test('of a first deployment sends nothing when its data arrive', () => {
    expect(summarize(play([{ on: [], unknown: [[0, 5]] }], 30))).toEqual([]);
  });

  test('that loses its data is neither over nor new', () => {
    const line = { on: [[5, 10] as const, [20, 40] as const], unknown: [[10, 20] as const] };
    expect(summarize(play([line], 60))).toEqual([
      '12:06 warning team alarm: began clip_sync',
      '12:41 warning team recovery: recovered clip_sync',
    ]);
  });

  test('that is over before it was sent is one line', () => {
    const changes = [
      { alert: 'BackgroundJobFailing', job: 'clip_sync', state: 'ALARM' as const, at: noon + 10 },
      { alert: 'BackgroundJobFailing', job: 'clip_sync', state: 'OK' as const, at: noon + 40 },
    ];
    const alarm = showAlarm({ on: [[-5, 0]] }, 1);
    const first = planMessages({
      ...inputAt(1),
      state: emptyState,
      alarms: alarm ? [{ ...alarm, since: noon + 40 }] : [],
      changes,
    });
    const second = play([{ on: [[-5, 0]] }], 3, { state: first.state, from: 2 });
    expect(summarize(second)).toEqual(['12:02 warning team recovery: passed clip_sync']);
  });

  test('that comes and goes within 30 minutes is one line, and over once it is quiet for 30', () => {
    const on = [0, 10, 20, 30].map(from => [from, from + 5] as const);
    expect(summarize(play([{ on }], 90))).toEqual([
      '12:01 warning team alarm: began clip_sync',
      '12:06 warning team recovery: recovered clip_sync',
      '12:21 warning team alarm: flapping clip_sync',
      '13:06 warning team recovery: recovered clip_sync',
    ]);
  });

  test('that is removed while it is on is reported as no longer watched', () => {
    expect(summarize(play([{ on: [[5]], exists: [0, 20] }], 40))).toEqual([
      '12:06 warning team alarm: began clip_sync',
      '12:20 warning team recovery: gone clip_sync',
    ]);
  });

  test('is reported in the same way if the alarms are read only every fifth minute', () => {
    let state = emptyState;
    const said: string[] = [];
    for (let at = 0; at < 60; at++) {
      const alarm = showAlarm({ on: [[5, 47]] }, at);
      const alarms = at % 5 === 0 && alarm ? [alarm] : undefined;
      const change = {
        alert: 'BackgroundJobFailing',
        job: 'clip_sync',
        state: 'OK',
        at: noon + 47 * minute,
      } as const;
      const plan = planMessages({
        ...inputAt(at),
        state,
        alarms,
        changes: at === 47 ? [change] : [],
      });
      said.push(...summarize({ ...plan }));
      state = plan.state;
    }
    expect(said).toEqual([
      '12:06 warning team alarm: began clip_sync',
      '12:48 warning team recovery: recovered clip_sync',
    ]);
  });
});

describe('several alarms', () => {
  test('that begin within a minute are one message', () => {
    const jobs = ['a', 'b', 'c'].map(job => ({ job, on: [[5] as const] }));
    expect(summarize(play(jobs, 30))).toEqual([
      '12:06 warning team alarm: began a, began b, began c',
    ]);
  });

  test('that keep changing are sent after 5, 15 and 60 minutes', () => {
    const jobs = Array.from({ length: 120 }, (_, at) => ({
      ...{ ...critical, job: `job-${at}` },
      on: [[at] as const],
    }));
    const times = play(jobs, 160).messages.map(({ at }) => (at - noon) / minute);
    expect(times).toEqual([1, 6, 21, 81, 141]);
  });

  test('that are warnings of a known outage are sent after an hour, and then every four', () => {
    const known = Array.from({ length: 10 }, (_, i) => ({ job: `job-${i}`, on: [[0] as const] }));
    const later = [30, 90, 150, 310].map(at => ({ job: `job-at-${at}`, on: [[at] as const] }));
    const times = play([...known, ...later], 600).messages.map(({ at }) => (at - noon) / minute);
    expect(times).toEqual([1, 61, 301, 541]);
  });

  test('of two jobs are sent again without delay after a quiet hour', () => {
    const lines = [
      { job: 'a', on: [[0] as const] },
      { job: 'b', on: [[90] as const] },
    ];
    expect(summarize(play(lines, 120))).toEqual([
      '12:01 warning team alarm: began a',
      '13:31 warning team alarm: began b',
    ]);
  });

  test('that recover one after the other are sent together if they are many', () => {
    const jobs = Array.from({ length: 5 }, (_, i) => ({
      job: `job-${i}`,
      on: [[0, 120 + 5 * i] as const],
    }));
    const times = play(jobs, 200).messages.map(({ at }) => (at - noon) / minute);
    expect(times).toEqual([1, 140]);
  });

  test('go to the recipients of each route, and to nobody else', () => {
    const routes = {
      ...team,
      routes: [{ jobs: ['billing/*'], warning: ['billing'] }],
    };
    const lines = [
      { job: 'billing/invoice', on: [[0] as const] },
      { job: 'clip_sync', on: [[0] as const] },
      { ...critical, job: 'billing/dunning', on: [[0] as const] },
    ];
    expect(summarize(play(lines, 30, { routes }))).toEqual([
      '12:01 critical oncall alarm: began billing/dunning',
      '12:01 warning team alarm: began clip_sync',
      '12:20 warning billing alarm: began billing/invoice',
    ]);
  });
});

describe('one alarm hides another:', () => {
  test('a critical alarm hides the warning of the same job, which is sent if it lasts longer', () => {
    const lines = [{ on: [[0, 90] as const] }, { ...critical, on: [[0, 40] as const] }];
    expect(summarize(play(lines, 120))).toEqual([
      '12:01 critical oncall alarm: began clip_sync',
      '12:40 warning team alarm: began clip_sync',
      '12:41 critical oncall recovery: recovered clip_sync',
      '13:31 warning team recovery: recovered clip_sync',
    ]);
  });

  test('a critical alarm that nobody gets hides nothing', () => {
    const routes = { defaults: { warning: ['team'], critical: [] }, routes: [] };
    const lines = [{ on: [[0] as const] }, { ...critical, on: [[0] as const] }];
    expect(summarize(play(lines, 5, { routes }))).toEqual([
      '12:01 warning team alarm: began clip_sync',
    ]);
  });

  test('a failing job is not reported as late if it has not succeeded since it began to fail', () => {
    const failing = { on: [[0, 300] as const] };
    const late = (hours: number) => ({
      ...{ alert: 'BackgroundJobNotRunning', value: hours * hour },
      on: [[180, 290] as const],
    });
    expect(summarize(play([failing, late(4)], 320))).toEqual([
      '12:01 warning team alarm: began clip_sync',
      '17:01 warning team recovery: recovered clip_sync',
    ]);
    expect(summarize(play([failing, late(2)], 320)).at(1)).toBe(
      '15:01 warning team alarm: began clip_sync',
    );
  });

  test('a problem of the source hides the jobs that began during it, and names them', () => {
    const lines = [{ ...unreachable, on: [[0, 60] as const] }, { on: [[20, 63] as const] }];
    const { messages } = play(lines, 90);
    expect(summarize({ messages, state: emptyState })).toEqual([
      '12:01 critical oncall alarm: began SourceUnreachable',
      '13:01 critical oncall recovery: recovered SourceUnreachable',
    ]);
    expect(messages[1]?.keptBack.map(({ job }) => job)).toEqual(['clip_sync']);
  });

  test('a job that still fails 5 minutes after the source is back is reported', () => {
    const lines = [{ ...unreachable, on: [[0, 60] as const] }, { on: [[20] as const] }];
    expect(summarize(play(lines, 90)).at(-1)).toBe('13:06 warning team alarm: began clip_sync');
  });

  test('a problem of one source hides no job of another', () => {
    const lines = [
      { ...unreachable, source: 'workers', on: [[0] as const] },
      { source: 'crons', on: [[20] as const] },
    ];
    expect(summarize(play(lines, 30)).at(-1)).toBe('12:21 warning team alarm: began clip_sync');
  });
});

describe('mutes and maintenance', () => {
  const mute = { pattern: 'clip_*', until: noon + 60 * minute, reason: 'move', who: 'ada' };
  const quiet = { ...loud, mutes: [mute] };

  test('send nothing until the end, and then what is still wrong', () => {
    expect(summarize(play([{ on: [[5]] }], 90, { quiet }))).toEqual([
      '13:00 warning team alarm: unmuted clip_sync',
    ]);
  });

  test('never send what began and ended meanwhile', () => {
    expect(summarize(play([{ on: [[5, 50]] }], 90, { quiet }))).toEqual([]);
  });

  test('list at the end the alarms that are still on, and those that recovered', () => {
    const later = { ...loud, mutes: [{ ...mute, until: noon + 120 * minute }] };
    const before = play([{ on: [[0]] }, { job: 'clip_b', on: [[0, 80]] }], 30);
    const lines = [{ on: [[0] as const] }, { job: 'clip_b', on: [[0, 80] as const] }];
    const after = play(lines, 150, { quiet: later, state: before.state, from: 31 });
    expect(summarize(after)).toEqual([
      '14:00 warning team alarm: unmuted clip_sync, recovered clip_b',
    ]);
  });

  test('end at the end of maintenance in its time zone', () => {
    const schedule = { crons: ['0 13 * * 1'], timezone: 'Europe/Berlin', except: [] };
    const maintenance = [{ jobs: ['*'], schedule, durationSeconds: hour, reason: 'test' }];
    expect(summarize(play([{ on: [[5]] }], 90, { quiet: { mutes: [], maintenance } }))).toEqual([
      '13:00 warning team alarm: unmuted clip_sync',
    ]);
  });

  test('never concern Jobwatch itself', () => {
    const all = { ...loud, mutes: [{ ...mute, pattern: '*' }] };
    expect(play([{ ...unreachable, on: [[0]] }], 5, { quiet: all }).messages).toHaveLength(1);
  });
});

describe('reminders', () => {
  test('come every 4 hours for critical alarms and once a day for warnings, with everything that is still on', () => {
    const lines = [
      { ...critical, job: 'a', on: [[0, 500] as const] },
      { ...critical, job: 'b', on: [[30] as const] },
      { job: 'c', on: [[0] as const] },
    ];
    expect(summarize(play(lines, 25 * 60))).toEqual([
      '12:01 critical oncall alarm: began a',
      '12:20 warning team alarm: began c',
      '12:31 critical oncall alarm: began b',
      '16:01 critical oncall reminder: standing a, standing b',
      '20:01 critical oncall reminder: standing a, standing b',
      '20:35 critical oncall recovery: recovered a',
      '00:01 critical oncall reminder: standing b',
      '04:01 critical oncall reminder: standing b',
      '08:01 critical oncall reminder: standing b',
      '12:01 critical oncall reminder: standing b',
      '12:20 warning team reminder: standing c',
    ]);
  });

  test('can be turned off', () => {
    const remindSeconds = { warning: undefined, critical: undefined };
    expect(play([{ on: [[0]] }], 25 * 60, { remindSeconds }).messages).toHaveLength(1);
  });
});
