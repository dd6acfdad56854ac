import { type Evaluation, evaluateFleet, findState } from '../checks/evaluate-fleet.ts';
import { type Heartbeat, heartbeats } from '../cloudwatch/heartbeat.ts';
import type { SourceHistory } from '../history/history.ts';
import type { Fleet } from '../model/job.ts';
import { findWithout, type LoadFailures } from '../prometheus/load-failures.ts';

export type Round = Evaluation & Readonly<{ heartbeat: Heartbeat }>;

type SourceData = Readonly<{
  histories: readonly SourceHistory[];
  /** What could not be read, by the source's name. */
  failures: ReadonlyMap<string, LoadFailures>;
}>;

/**
 * All results at a minute from what could be read. If a source or a check could not be read,
 * nothing is measured for it, and no number for the whole service is given either.
 */
export function evaluateRound(
  fleet: Fleet,
  { histories, failures }: SourceData,
  at: number,
): Round {
  const whole = histories.filter(({ source }) => !failures.has(source.name));
  const halves = histories.filter(({ source }) => isJudgeable(failures.get(source.name)));
  const evaluation = evaluateFleet(fleet, whole, { at });
  const parts = halves.map(history => {
    const without = findWithout(failures.get(history.source.name));
    return evaluateFleet(fleet, [history], { at, without });
  });
  const sources = new Map(
    histories.map(history => [
      history.source.name,
      findState(fleet, history, at - fleet.delaySeconds),
    ]),
  );
  const isWhole =
    whole.length === histories.length && [...sources.values()].every(s => s === 'fresh');
  const all = [evaluation, ...parts].flatMap(({ measurements }) => measurements);
  return {
    at,
    measurements: isWhole ? all : all.filter(({ job }) => job !== undefined),
    notes: [evaluation, ...parts].flatMap(({ notes }) => notes),
    sources,
    heartbeat: isWhole ? heartbeats.whole : findHeartbeat({ histories, failures }),
  };
}

function isJudgeable(failures: LoadFailures | undefined): boolean {
  return failures !== undefined && !failures.has('all');
}

/** An answer that lacks a part is still an answer. */
function findHeartbeat({ histories, failures }: SourceData): Heartbeat {
  const answered = histories.some(({ source }) => {
    const error = failures.get(source.name)?.get('all');
    return error === undefined || error.code === 'partial';
  });
  return answered ? heartbeats.partial : heartbeats.askedInVain;
}
