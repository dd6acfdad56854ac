import { Cron, CronPattern } from 'croner';

/**
 * Daylight saving time as in Vixie cron: a cron without `*` or a step in its minute and hour runs
 * once at the end of a skipped hour and once in a doubled one. Any other cron follows the clock, so
 * it runs in both doubled hours. `5/15` is Kubernetes' way to write `5-59/15`.
 */
const dialect = { mode: '5-part', fixedTimeRule: 'no-wildcard', sloppyRanges: true } as const;

/** Enough for several thousand scheduled jobs; about 5 kB each. */
const maximumCompiled = 5_000;

/** A cron in a zone. `secondsOfDay` are its local times on a day on which it is due, ascending. */
export type CompiledCron = Readonly<{ cron: Cron; secondsOfDay: readonly number[] }>;

const compiledCrons = new Map<string, CompiledCron>();

/** Compiles a cron, once for each. Throws croner's error if the cron or the zone is not valid. */
export function compileCron(text: string, timezone: string): CompiledCron {
  const key = `${timezone} ${text}`;
  const known = compiledCrons.get(key);
  if (known !== undefined) return known;
  const cron = new Cron(text, { ...dialect, timezone });
  const compiled = {
    cron,
    secondsOfDay: listSecondsOfDay(new CronPattern(text, timezone, dialect)),
  };
  if (compiledCrons.size === maximumCompiled) compiledCrons.clear();
  compiledCrons.set(key, compiled);
  return compiled;
}

function listSecondsOfDay({ hour, minute }: CronPattern): number[] {
  const hours = hour.flatMap((set, index) => (set ? [index * 3_600] : []));
  const minutes = minute.flatMap((set, index) => (set ? [index * 60] : []));
  return hours.flatMap(start => minutes.map(seconds => start + seconds));
}

/**
 * Whether a text is a cron of exactly five fields that is due at least once: no nicknames such as
 * `@daily`, no seconds, no years, and not the 31st of February.
 */
export function isValidCron(text: string): boolean {
  const fields = text.trim().split(/[ \t]+/);
  if (!fields.every(field => /^[\w*?+]/.test(field))) return false;
  try {
    return compileCron(text, 'UTC').cron.nextRun(new Date(0)) !== null;
  } catch {
    return false;
  }
}

/**
 * Whether a text is an IANA time zone such as `Europe/Berlin`; an offset such as `+01:00` is not.
 */
export function isValidTimezone(text: string): boolean {
  if (!/[A-Za-z]/.test(text)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return true;
  } catch {
    return false;
  }
}
