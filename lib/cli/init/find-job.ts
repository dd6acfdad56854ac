import type { SourceEvidence } from '../../doctor/evidence.ts';
import { findPart } from '../../doctor/parts.ts';
import { isWritable, writeRhythm, writeSchedule } from '../../doctor/yaml-lines.ts';
import { learnSchedule } from '../../schedule/learn.ts';
import { nameJob } from '../../sources/ingest.ts';

/** A job that was found, with the settings that it gets and why. */
export type FoundJob = Readonly<{
  /** What its source calls it. */
  seriesName: string;
  /** Settings as YAML, such as `interval: 15m` and `queue: false`. */
  settings: readonly string[];
  why: string;
}>;

/** What is known of an unlisted job from its history, at `at` in Unix seconds. */
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

/** What only some jobs of a source have: the others do without. */
const optional = ['queue', 'items'] as const;

function findOff({ source, asked }: SourceEvidence, seriesName: string): string[] {
  return optional.flatMap(name => {
    const part = findPart(source, asked, name);
    if (part === undefined || part.series.length === 0) return [];
    const isThere = part.series.some(labels => nameJob(source, labels) === seriesName);
    return isThere ? [] : [`${name}: false`];
  });
}

/** The same for a part that none of its jobs has: the source says it once. */
export function findAbsentParts({ source, asked }: SourceEvidence): string[] {
  return optional.filter(name => findPart(source, asked, name)?.series.length === 0);
}
