import type { Fleet } from '../model/job.ts';
import type { PrometheusError, PrometheusErrorCode } from '../prometheus/errors.ts';
import type { DoctorEvidence, SourceEvidence } from './evidence.ts';
import { explainError } from './explain-error.ts';
import { type Finding, listNames, sortFindings } from './finding.ts';
import { findBucketProblems } from './findings-buckets.ts';
import { findCopies } from './findings-copies.ts';
import { findIncompleteParts } from './findings-incomplete.ts';
import { findJobProblems } from './findings-jobs.ts';
import { findMetricProblems, findTargetProblems } from './findings-metrics.ts';
import { findUnmappedOutcomes } from './findings-outcomes.ts';
import { findOffRhythm } from './findings-rhythm.ts';
import { findOffSchedules } from './findings-schedule.ts';
import { findScrapeProblems } from './findings-scrapes.ts';
import { findLooseLimits } from './findings-staleness.ts';
import { findStampProblems } from './findings-stamps.ts';
import { findLateData, findTimeProblems, isStopped } from './findings-time.ts';
import { findUnlistedJobs } from './findings-unlisted.ts';

/** Every finding that follows from what Prometheus says, the worst first. Pure. */
export function examine(fleet: Fleet, evidence: DoctorEvidence): Finding[] {
  const bySource = evidence.sources.flatMap(source => {
    const findings = examineSource(fleet, evidence, source);
    const isOne = evidence.sources.length === 1;
    return isOne ? findings : findings.map(one => ({ ...one, source: source.source.name }));
  });
  return sortFindings([
    ...reportFailures(evidence),
    ...findTimeProblems(fleet, evidence),
    ...bySource,
  ]);
}

function examineSource(fleet: Fleet, evidence: DoctorEvidence, source: SourceEvidence): Finding[] {
  const certain = [
    ...findUnmappedOutcomes(source),
    ...findStampProblems(evidence, source),
    ...findBucketProblems(source),
    ...findScrapeProblems(source),
  ];
  // a young Prometheus has not seen everything yet
  if (evidence.youngSeconds !== undefined) return certain;
  const late = findLateData(fleet, evidence, source);
  const jobs = [
    ...findJobProblems(evidence, source),
    ...findUnlistedJobs(fleet, evidence, source),
    ...findOffSchedules(evidence, source),
  ];
  // if no samples arrive at all, that explains the rest
  if (isStopped(source, evidence.at)) return [...late, ...jobs];
  return [
    ...findMetricProblems(source),
    ...findIncompleteParts(source),
    ...findTargetProblems(source),
    ...certain,
    ...findCopies(source),
    ...late,
    ...jobs,
    ...findOffRhythm(evidence, source),
    ...findLooseLimits(evidence, source),
  ];
}

/** Doctor queries more at once than the judge does: what is too much for it need not be for the judge. */
const heavy: ReadonlySet<PrometheusErrorCode> = new Set(['timeout', 'too-expensive', 'too-large']);

type Failure = Readonly<{ question: string; isOfJudge: boolean; error: PrometheusError }>;

/** Queries that failed in the same way are reported once. */
function reportFailures({ failures, sources }: DoctorEvidence): Finding[] {
  const ofJudge = sources.flatMap(({ source, failures: found }) =>
    [...found].map(([check, error]) => {
      const what = check === 'all' ? 'targets' : check;
      return { question: `${what} of ${source.name}`, isOfJudge: true, error };
    }),
  );
  const own = failures.map(failure => ({ ...failure, isOfJudge: false }));
  const groups = Map.groupBy([...ofJudge, ...own], ({ error }) => explainError(error).what);
  return [...groups.values()].map(group => reportFailure(group));
}

function reportFailure(group: readonly Failure[]): Finding {
  const errors = group.map(({ error }) => explainError(error));
  const isForJudge = group.some(({ isOfJudge }) => isOfJudge);
  const isHeavy = group.every(({ error }) => heavy.has(error.code));
  const questions = [...new Set(group.map(({ question }) => question))];
  return {
    level: isForJudge && !isHeavy ? 'error' : 'warning',
    code: 'query-failed',
    what: `Prometheus did not answer queries about ${listNames(questions)}. ${errors[0]?.what ?? ''}`,
    why: isForJudge
      ? 'What depends on it is not checked. The judge sends the same queries once per minute.'
      : 'What depends on it is not checked.',
    advice: errors[0]?.advice ?? '',
  };
}

/** Prometheus does not answer at all. */
export function reportUnavailable(error: PrometheusError): Finding {
  const { what, advice } = explainError(error);
  return {
    level: 'error',
    code: 'prometheus-unavailable',
    what,
    why: 'No job can be judged. The functions send their queries from AWS: the network there may differ from that of this machine.',
    advice,
  };
}
