import type { TimeRange } from '../model/time-range.ts';
/** Which minutes have still to be published, as far as this process knows. Unix seconds. */
export type Coverage = Readonly<{
  /** The newest minute that was judged. */
  through: number;
  /** Minutes before it without metrics, newest first. */
  missed: readonly number[];
  /**
   * How many may be filled in one round; halved by each failure, so that an overloaded source
   * recovers.
   */
  limit: number;
}>;

const stepSeconds = 60;

/**
 * A round fills at most this many minutes, because the current one must never wait for the past.
 */
const mostMinutes = 30;

/**
 * Older minutes are not filled: CloudWatch takes hours to show older datapoints, and alarms ignore
 * them.
 */
export const reachSeconds = 3 * 3600;

/** A process that has just started and knows from CloudWatch which minutes were published. */
export function coverageFrom(published: ReadonlySet<number>, at: number): Coverage {
  const missed = minutesBetween(at - reachSeconds, at - stepSeconds).filter(
    minute => !published.has(minute),
  );
  return { through: at - stepSeconds, missed, limit: mostMinutes };
}

/** A process that could not find out what was published: it counts from now on. */
export function coverageFromNow(at: number): Coverage {
  return { through: at - stepSeconds, missed: [], limit: mostMinutes };
}

/**
 * After the round of the minute `at`: the minutes since the last round are missed, and so is `at`
 * if it failed.
 */
export function advance(coverage: Coverage, at: number, published: boolean): Coverage {
  const { through, missed, limit } = coverage;
  const between = minutesBetween(through + stepSeconds, at - stepSeconds);
  const known = new Set([...between, ...missed]);
  if (published) known.delete(at);
  else known.add(at);
  const oldest = at - reachSeconds;
  return {
    through: Math.max(through, at),
    missed: [...known].filter(minute => minute >= oldest).sort((a, b) => b - a),
    limit,
  };
}

/** What to fill next: the newest missed minutes, as spans that a range query can answer. */
export function planFill({ missed, limit }: Coverage): TimeRange[] {
  const spans: { from: number; to: number }[] = [];
  for (const minute of missed.slice(0, limit)) {
    const current = spans.at(-1);
    if (current !== undefined && current.from - stepSeconds === minute) current.from = minute;
    else spans.push({ from: minute, to: minute });
  }
  return spans;
}

/** After a span was filled. */
export function withFilled(coverage: Coverage, { from, to }: TimeRange): Coverage {
  const missed = coverage.missed.filter(minute => minute < from || minute > to);
  return { ...coverage, missed, limit: mostMinutes };
}

/** After a span could not be filled: it is tried again, with fewer minutes at once. */
export function withFailedFill(coverage: Coverage): Coverage {
  return { ...coverage, limit: Math.max(1, Math.floor(coverage.limit / 2)) };
}

/** Newest first; none if `from` is after `to`. */
function minutesBetween(from: number, to: number): number[] {
  const count = Math.max(0, Math.floor((to - Math.max(from, to - reachSeconds)) / stepSeconds) + 1);
  return Array.from({ length: count }, (_, index) => to - index * stepSeconds);
}
