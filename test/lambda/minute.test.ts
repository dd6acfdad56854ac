import { expect, test } from 'vitest';
import { parseMinute, type ScheduledEvent } from '../../lib/lambda/minute.ts';

test.each([
  ['2026-11-23T10:06:00Z', 1795428360],
  ['2026-11-23T10:06:59Z', 1795428360],
  ['2026-11-23T12:06:30+02:00', 1795428360],
])('a round scheduled for %s judges the minute that had begun', (scheduledTime, minute) => {
  expect(parseMinute({ scheduledTime })).toBe(minute);
});

test.each([{}, null, { scheduledTime: 'soon' }, '<aws.scheduler.scheduled-time>'])(
  'an event without a minute is rejected: %j',
  event => {
    expect(() => parseMinute(event as ScheduledEvent)).toThrow(/names no minute/);
  },
);
