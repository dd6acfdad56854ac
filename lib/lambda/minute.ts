/** What EventBridge Scheduler sends: the time for which it scheduled this run, in ISO 8601. */
export type ScheduledEvent = Readonly<{ scheduledTime: string }>;

/**
 * The minute of a round, in Unix seconds. It is the minute that is judged, and every metric has it
 * as timestamp, however late the round begins. Throws a RangeError if the event has no time.
 */
export function parseMinute(event: ScheduledEvent): number {
  const milliseconds = Date.parse(event?.scheduledTime);
  if (Number.isFinite(milliseconds)) return Math.floor(milliseconds / 60_000) * 60;
  const received = JSON.stringify(event)?.slice(0, 200) ?? 'nothing';
  throw new RangeError(
    `The event names no minute; received: ${received}; expected: { "scheduledTime": "2026-11-23T10:00:00Z" }`,
  );
}
