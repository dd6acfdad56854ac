import type { Publisher } from '../cloudwatch/publisher.ts';
import type { SentWhileOn } from '../cloudwatch/sent-while-on.ts';
import type { PastRatio, UnlistedRatios } from '../cloudwatch/unlisted.ts';
import type { Config } from '../config/config.ts';
import type { AlertName } from '../model/job.ts';
import type { AnswerLimits, Asked } from './bounded-answers.ts';
import type { Log } from './log.ts';
import type { ScheduledEvent } from './minute.ts';
import type { Sources } from './read-sources.ts';

export type JudgeHandler = (event: ScheduledEvent) => Promise<void>;

/** Everything external that the judge uses. The edge creates it, and a test can pass its own. */
export type JudgeDependencies = Readonly<{
  config: Config;
  prometheus: Asked;
  publisher: Pick<Publisher, 'publish'>;
  /**
   * Minutes of a span (both ends included) that were judged completely, according to CloudWatch.
   */
  readPublishedMinutes: (from: number, to: number) => Promise<ReadonlySet<number>>;
  /** The last ratio of each alert of unlisted jobs in a span, according to CloudWatch. */
  readPublishedRatios: (from: number, to: number) => Promise<ReadonlyMap<AlertName, PastRatio>>;
  /** The last number of unlisted jobs, or their verdict, in a time range; undefined if there is none. */
  readUnlisted?: (from: number, to: number) => Promise<number | undefined>;
  log: Log;
  /** Milliseconds of a monotonic clock. */
  monotonic: () => number;
  /** What the function's memory allows. */
  limits: AnswerLimits;
}>;

/** What lives as long as the process. */
export type Judge = Readonly<{
  dependencies: JudgeDependencies;
  sources: Sources;
  ratios: UnlistedRatios;
  /** The number of unlisted jobs. */
  unlistedCount: SentWhileOn;
}>;
