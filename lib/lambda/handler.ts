import type { Check } from '../checks/check.ts';
import { fillGaps } from './fill.ts';
import { advance, type Coverage, coverageFrom, coverageFromNow, reachSeconds } from './gaps.ts';
import { isoMinute } from './log.ts';
import { minuteOf, type ScheduledEvent } from './minute.ts';
import { runCheck, type Surroundings } from './run-check.ts';

export type CheckHandler = (event: ScheduledEvent) => Promise<void>;

/**
 * The handler of one check: the current minute first, always; then what was missed. It throws only
 * where CloudWatch did not take the metrics or the event is none.
 */
export function createHandler(check: Check, surroundings: Surroundings): CheckHandler {
  let coverage: Coverage | undefined;
  return async event => {
    const at = minuteOf(event);
    const started = surroundings.monotonic();
    const published = await runCheck(check, at, surroundings).catch(error => {
      if (coverage !== undefined) coverage = advance(coverage, at, false);
      throw error;
    });
    // a source that does not answer now cannot say what was, and CloudWatch is asked only once
    if (!published && coverage === undefined) return;
    coverage ??= await startingCoverage(check, at, surroundings);
    coverage = advance(coverage, at, published);
    if (published) coverage = await fillGaps({ check, coverage, started }, surroundings);
  };
}

/** Without an answer from CloudWatch nothing is filled that this process did not miss itself. */
async function startingCoverage(
  check: Check,
  at: number,
  { publishedMinutes, log }: Surroundings,
): Promise<Coverage> {
  try {
    return coverageFrom(await publishedMinutes(check, at - reachSeconds, at - 60), at);
  } catch (error) {
    const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    const failure = { code: 'coverage-unknown', message };
    log({ level: 'WARN', event: 'fill', check: check.name, at: isoMinute(at), failure });
    return coverageFromNow(at);
  }
}
