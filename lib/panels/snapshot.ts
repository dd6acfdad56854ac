import type { Evaluation } from '../checks/evaluate-fleet.ts';
import type { SourceHistory } from '../history/history.ts';
import type { Fleet } from '../model/job.ts';

/** Everything that is known about a fleet, and what was evaluated at one minute. */
export type PanelSnapshot = Readonly<{
  fleet: Fleet;
  histories: readonly SourceHistory[];
  evaluation: Evaluation;
}>;
