const daySeconds = 86_400;

const formatters = new Map<string, Intl.DateTimeFormat>();

function findFormatter(timezone: string): Intl.DateTimeFormat {
  const known = formatters.get(timezone);
  if (known !== undefined) return known;
  const two = '2-digit';
  const formatter = new Intl.DateTimeFormat('en', {
    ...{ timeZone: timezone, hourCycle: 'h23', year: 'numeric', month: two, day: two },
    ...{ hour: two, minute: two, second: two },
  });
  formatters.set(timezone, formatter);
  return formatter;
}

/**
 * What a zone's clock shows at a time, as if it were UTC: Unix seconds plus the zone's offset.
 * Throws a RangeError for a zone or a time that does not exist.
 */
export function readLocalSeconds(at: number, timezone: string): number {
  if (timezone === 'UTC') return Math.floor(at);
  const clock = { year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0 };
  const shown: typeof clock & Record<string, number> = clock;
  for (const { type, value } of findFormatter(timezone).formatToParts(at * 1_000))
    shown[type] = Number(value);
  const { year, month, day, hour, minute, second } = shown;
  return Date.UTC(year, month - 1, day, hour, minute, second) / 1_000;
}

/** The local date, such as `2026-12-25`, at Unix seconds. */
export function readLocalDate(at: number, timezone: string): string {
  return new Date(readLocalSeconds(at, timezone) * 1_000).toISOString().slice(0, 10);
}

/** A local day in Unix seconds, `end` being the next day's start. */
type Day = Readonly<{ start: number; end: number }>;

/** The local day around a time; undefined if the zone's offset changes within the day. */
export function findPlainDay(at: number, timezone: string): Day | undefined {
  const second = Math.floor(at);
  const local = readLocalSeconds(second, timezone);
  const start = second - (local % daySeconds);
  const end = start + daySeconds;
  const offset = local - second;
  const isPlain = [start, end].every(edge => readLocalSeconds(edge, timezone) - edge === offset);
  return isPlain ? { start, end } : undefined;
}

/** `readLocalSeconds` for many ascending times, at the cost of one call per day. */
export function readLocalTimes(times: readonly number[], timezone: string): number[] {
  let day: Day | undefined;
  let offset = 0;
  return times.map(time => {
    if (day !== undefined && time < day.end) return Math.floor(time) + offset;
    const local = readLocalSeconds(time, timezone);
    day = findPlainDay(time, timezone);
    offset = local - Math.floor(time);
    return local;
  });
}

/** A due time in its job's zone: `02:00 Europe/Berlin`, with its date on request. */
export function formatDue(
  due: number,
  timezone: string,
  options: Readonly<{ withDate?: boolean }> = {},
): string {
  const text = new Date(readLocalSeconds(due, timezone) * 1_000).toISOString();
  const time = text.slice(11, 16);
  return `${options.withDate ? `${text.slice(0, 10)} ${time}` : time} ${timezone}`;
}
