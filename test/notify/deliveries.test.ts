import { describe, expect, test } from 'vitest';
import { planMessages } from '../../lib/notify/plan-messages.ts';
import { settleDeliveries } from '../../lib/notify/settle-deliveries.ts';
import { emptyState } from '../../lib/notify/state.ts';
import { inputAt, minute, noon, play, showAlarm, summarize } from './play.ts';

const critical = { alert: 'BackgroundJobCriticalFailureRate', severity: 'critical' } as const;

describe('pagers', () => {
  test('open an incident for each message with news, and close it with the last of its alarms', () => {
    const lines = [
      { ...critical, job: 'a', on: [[0, 50] as const] },
      { ...critical, job: 'b', on: [[0, 20] as const] },
      { ...critical, job: 'c', on: [[10, 50] as const] },
    ];
    expect(play(lines, 90).messages.map(({ incidents }) => incidents)).toEqual([
      { opened: noon, closed: [] },
      { opened: noon + 10 * minute, closed: [] },
      { opened: undefined, closed: [noon, noon + 10 * minute] },
    ]);
  });
});

describe('a channel that fails', () => {
  const routes = { defaults: { warning: ['team', 'chat'], critical: ['oncall'] }, routes: [] };

  /** Runs one alarm while the chat cannot be reached in some minutes. */
  function playFailing(
    isDown: (at: number) => boolean,
    minutes: number,
    hasReaders = true,
  ): string[] {
    let state = emptyState;
    const said: string[] = [];
    for (let at = 0; at <= minutes; at++) {
      const alarms = [showAlarm({ on: [[0]] }, at) ?? []].flat();
      const plan = planMessages({ ...inputAt(at, { routes }), state, alarms });
      const fails = ({ destination }: { destination: string }) =>
        destination === 'chat' && isDown(at);
      const failed = plan.messages.filter(fails);
      const delivered = plan.messages.filter(message => !fails(message));
      said.push(...summarize({ ...plan, messages: delivered }));
      const waiting = hasReaders ? [] : failed;
      state = settleDeliveries({ before: state, planned: plan.state, delivered, failed, waiting });
    }
    return said;
  }

  test('is tried every minute, does not delay the others, and is reported after 15 minutes', () => {
    expect(playFailing(at => at < 30, 60)).toEqual([
      '12:01 warning team alarm: began clip_sync',
      '12:16 critical oncall alarm: began ChannelFailing/chat',
      '12:16 critical team alarm: began ChannelFailing/chat',
      '12:30 warning chat alarm: began clip_sync',
      '12:32 critical oncall recovery: recovered ChannelFailing/chat',
      '12:32 critical team recovery: recovered ChannelFailing/chat',
    ]);
  });

  test('only because it has no readers is not reported again, because its topic is', () => {
    expect(playFailing(at => at < 30, 60, false)).toEqual([
      '12:01 warning team alarm: began clip_sync',
      '12:30 warning chat alarm: began clip_sync',
    ]);
  });

  test('for a few minutes is not reported', () => {
    expect(playFailing(at => at < 5, 40)).toEqual([
      '12:01 warning team alarm: began clip_sync',
      '12:05 warning chat alarm: began clip_sync',
    ]);
  });
});
