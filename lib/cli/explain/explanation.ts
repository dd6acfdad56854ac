import type { AlertName } from '../../model/job.ts';
import type { Column } from '../table.ts';

export type Table = Readonly<{ columns: readonly Column[]; rows: readonly (readonly string[])[] }>;

/** Why an alert is on or off: sentences, and the data behind them. */
export type Explanation = Readonly<{
  alert: AlertName;
  /** Such as `on since 10:02 UTC`. */
  state: string;
  sentences: readonly string[];
  tables: readonly Table[];
}>;

/** What the sentences and tables of one kind of alert are made from. */
export type Reasons = Pick<Explanation, 'sentences' | 'tables'>;

/** How many runs, successes or sizes are shown. */
export const mostRows = 12;
