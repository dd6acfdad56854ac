import type { SourceEvidence } from '../../doctor/evidence.ts';
import { findPart } from '../../doctor/parts.ts';
import { isWritable, writeRhythm, writeSchedule } from '../../doctor/yaml-lines.ts';
import { learnSchedule } from '../../schedule/learn.ts';
import { nameJob } from '../../sources/ingest.ts';

/** A job that was found, with its settings and the reason for them. */
export type FoundJob = Readonly<{
  /** Its name in the source. */
  seriesName: string;
  /** Settings as YAML, such as `interval: 15m` and `queue: false`. */
  settings: readonly string[];
  why: string;
}>;

/** What the history says about an unlisted job, at `at` in Unix seconds. */
export function findJob(evidence: SourceEvidence, seriesName: string, at: number): FoundJob {
  const { settings, why } = findRhythm(evidence, seriesName, at);
  return { seriesName, settings: [...settings, ...findOff(evidence, seriesName)], why };
}

type FoundRhythm = Pick<FoundJob, 'settings' | 'why'>;

function findRhythm(
  { schedules, runTimes, source }: SourceEvidence,
  seriesName: string,
  at: number,
): FoundRhythm {
  const own = schedules.get(seriesName);
  if (own !== undefined && isWritable(own)) {
    return { settings: writeSchedule(own), why: `as ${source.scheduleInfo?.metric} says` };
  }
  const times = runTimes.get(seriesName) ?? [];
  const learnt = learnSchedule(times, at);
  if (learnt !== undefined) {
    return { settings: writeRhythm(learnt), why: `learnt from ${describeRuns(times)}` };
  }
  const seen = times.length === 0 ? 'no run was seen' : `too few, ${describeRuns(times)}`;
  return { settings: ['interval: 1h'], why: `a guess, correct it: ${seen}` };
}

function describeRuns(times: readonly number[]): string {
  const since = new Date((times[0] ?? 0) * 1000).toISOString().slice(0, 10);
  return times.length === 1 ? `a run on ${since}` : `${times.length} runs since ${since}`;
}

/** Parts that only some jobs of a source have: the other jobs switch them off. */
const optional = ['queue', 'items'] as const;

function findOff({ source, asked }: SourceEvidence, seriesName: string): string[] {
  return optional.flatMap(name => {
    const part = findPart(source, asked, name);
    if (part === undefined || part.series.length === 0) return [];
    const isThere = part.series.some(labels => nameJob(source, labels) === seriesName);
    return isThere ? [] : [`${name}: false`];
  });
}

/** The same for a part that none of its jobs has: the source switches it off once. */
export function findAbsentParts({ source, asked }: SourceEvidence): string[] {
  return optional.filter(name => findPart(source, asked, name)?.series.length === 0);
}
