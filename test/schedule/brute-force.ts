/**
 * Due times found by checking the zone's clock minute by minute: slow, and without any code of
 * lib/schedule.
 */

type Minute = Readonly<{ at: number; local: number }>;

const ranges = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 7],
] as const;

const clocks = new Map<string, Intl.DateTimeFormat>();

function findClock(timezone: string): Intl.DateTimeFormat {
  const known = clocks.get(timezone);
  if (known !== undefined) return known;
  const style = { dateStyle: 'short', timeStyle: 'medium' } as const;
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: timezone, ...style });
  clocks.set(timezone, clock);
  return clock;
}

/** The clock of a zone for every minute in [from, to], both Unix seconds; `local` as if it were UTC. */
export function walkMinutes(timezone: string, from: number, to: number): Minute[] {
  const clock = findClock(timezone);
  const minutes: Minute[] = [];
  for (let at = Math.ceil(from / 60) * 60; at <= to; at += 60) {
    const local = Date.parse(`${clock.format(at * 1_000).replace(' ', 'T')}Z`) / 1_000;
    minutes.push({ at, local });
  }
  return minutes;
}

/** The times in (from, to] at which Vixie cron starts a job with this cron. */
export function walkDueTimes(
  cron: string,
  timezone: string,
  { from, to }: Readonly<{ from: number; to: number }>,
): number[] {
  const before = 4 * 3_600;
  const matches = parseCron(cron);
  const isFixed = !/[*/]/.test(cron.split(' ').slice(0, 2).join());
  const seen = new Set<number>();
  const due: number[] = [];
  let expected: number | undefined;
  for (const { at, local } of walkMinutes(timezone, from - before, to)) {
    let isDue = matches(local) && !(isFixed && seen.has(local));
    for (let skipped = expected ?? local; isFixed && skipped < local; skipped += 60)
      isDue ||= matches(skipped);
    if (isDue && at > from) due.push(at);
    seen.add(local);
    expected = local + 60;
  }
  return due;
}

function parseCron(cron: string): (local: number) => boolean {
  const texts = cron.split(' ');
  const [minute, hour, day, month, weekday] = texts.map((text, i) => parseField(text, i));
  return local => {
    const date = new Date(local * 1_000);
    const isDay = day?.has(date.getUTCDate()) ?? false;
    const isWeekday = weekday?.has(date.getUTCDay()) ?? false;
    const isEither = texts[2] !== '*' && texts[4] !== '*';
    return (
      (minute?.has(date.getUTCMinutes()) ?? false) &&
      (hour?.has(date.getUTCHours()) ?? false) &&
      (month?.has(date.getUTCMonth() + 1) ?? false) &&
      (isEither ? isDay || isWeekday : isDay && isWeekday)
    );
  };
}

function parseField(text: string, index: number): Set<number> {
  const [least, most] = ranges[index] ?? [0, 0];
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const [span = '', step = '1'] = part.split('/');
    const [first, last = first] = span === '*' ? [least, most] : span.split('-').map(Number);
    for (let value = first ?? least; value <= (last ?? most); value += Number(step))
      values.add(index === 4 ? value % 7 : value);
  }
  return values;
}
