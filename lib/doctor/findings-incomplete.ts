import type { StoredJob } from '../history/store.ts';
import type { Question } from '../sources/question.ts';
import type { SourceEvidence } from './evidence.ts';
import { type Finding, listNames } from './finding.ts';
import { findPart } from './parts.ts';

/** Incomplete parts, and parts that replace another part that would show more. */
export function findIncompleteParts(evidence: SourceEvidence): Finding[] {
  return [...findHalfDurations(evidence), ...findKeptRuns(evidence)];
}

/** A count without its sum, or the other way round. Buckets can do without either. */
function findHalfDurations({ source, asked, bounds }: SourceEvidence): Finding[] {
  const part = findPart(source, asked, 'duration');
  if (part === undefined || part.series.length === 0 || bounds.size > 0) return [];
  const missing = part.asked.filter(({ series }) => series.length === 0);
  if (missing.length === 0) return [];
  const names = missing.map(({ question }) => nameMetric(question));
  return [
    {
      level: 'warning',
      code: 'metric-missing',
      what: `Prometheus has no series of ${names.join(', ')}.`,
      why: 'Run times are the sum by the count: without both, slow runs are not seen.',
      advice: 'Export both, or let both through (relabelling).',
    },
  ];
}

function nameMetric({ selector }: Question): string {
  return /^\{__name__=~"([^"]*)"/.exec(selector)?.[1] ?? selector.replace(/\{.*$/s, '');
}

/** Runs that are only known from gauges of kept runs, because no counter counts them. */
function findKeptRuns({ source, history }: SourceEvidence): Finding[] {
  const { advice } = (source.runs?.kind === 'separate' && source.runs.kept) || {};
  if (advice === undefined) return [];
  const kept = [...history.store.jobs.values()].filter(isOnlyKept).map(({ name }) => name);
  if (kept.length === 0) return [];
  return [
    {
      level: 'warning',
      code: 'runs-kept',
      jobs: kept,
      what: `The runs of ${listNames(kept)} are counted by those that are kept.`,
      why: 'Once the maximum number of runs is kept, the number no longer changes although the job runs: the job would count as late, and its failures would not be seen.',
      advice,
    },
  ];
}

function isOnlyKept({ series }: StoredJob): boolean {
  const runs = [...series.values()].filter(({ identity }) => identity.kind === 'runs');
  const hasCounted = (isGauge: boolean) =>
    runs.some(
      ({ identity, segments }) =>
        (identity.isGauge === true) === isGauge && segments.values.some(value => value > 0),
    );
  return hasCounted(true) && !hasCounted(false);
}
