import type { Judge } from './dependencies.ts';
import { type Coverage, coverageFrom, coverageFromNow, reachSeconds } from './gaps.ts';
import { formatMinute } from './log.ts';

/** How far back the last ratios of unlisted jobs are searched: longer than they are kept. */
const ratioSeconds = 2 * 86_400;

/**
 * What CloudWatch knows about the time before this process: which minutes were published, and the
 * ratios of unlisted jobs, from which this process continues. Without an answer, only minutes that
 * this process missed itself are filled.
 */
export async function readPast(judge: Judge, at: number): Promise<Coverage> {
  const { dependencies, ratios, unlistedCount } = judge;
  const { readPublishedMinutes, readPublishedRatios, readUnlisted, log } = dependencies;
  const to = at - 60;
  const warn = (error: unknown) => {
    const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    const failure = { code: 'past-unknown', message };
    log({ level: 'WARN', event: 'fill', at: formatMinute(at), failure });
  };
  const isWatched = dependencies.config.fleet.unlisted.maximum > 0;
  const [minutes, published, unlisted] = await Promise.allSettled([
    readPublishedMinutes(at - reachSeconds, to),
    readPublishedRatios(at - ratioSeconds, to),
    isWatched ? readUnlisted?.(at - ratioSeconds, to) : 0,
  ]);
  if (published.status === 'fulfilled') ratios.recall(published.value);
  else warn(published.reason);
  if (unlisted.status === 'fulfilled') unlistedCount.recall(unlisted.value ?? 0, at);
  if (minutes.status === 'fulfilled') return coverageFrom(minutes.value, at);
  warn(minutes.reason);
  return coverageFromNow(at);
}
