import { PrometheusError } from '../prometheus/errors.ts';
import type { DoctorEvidence } from './evidence.ts';
import { examine, reportUnavailable } from './examine.ts';
import type { Finding } from './finding.ts';
import { findUnmatchedPatterns } from './findings-patterns.ts';
import { gatherEvidence, type Inquiry } from './gather.ts';
import { reportSource, type SourceReport } from './source-report.ts';

/** What was examined and found; `isKnown` is false if Prometheus did not answer. */
export type Diagnosis = Readonly<{
  findings: readonly Finding[];
  /** What each source has and lacks; empty if Prometheus did not answer. */
  sources: readonly SourceReport[];
  isKnown: boolean;
}>;

/** Examines a Prometheus at `at`, Unix seconds. Does not throw if it does not answer. */
export async function diagnose(inquiry: Inquiry, at: number): Promise<Diagnosis> {
  try {
    const evidence = await gatherEvidence(inquiry, at);
    return {
      findings: [...examine(inquiry.fleet, evidence), ...examinePatterns(inquiry, evidence)],
      sources: evidence.sources.map(reportSource),
      isKnown: true,
    };
  } catch (error) {
    if (!(error instanceof PrometheusError)) throw error;
    return { findings: [reportUnavailable(error)], sources: [], isKnown: false };
  }
}

/** A young Prometheus does not know all jobs yet. */
function examinePatterns(
  { fleet, patterned }: Inquiry,
  { sources, youngSeconds }: DoctorEvidence,
): Finding[] {
  if (patterned === undefined || youngSeconds !== undefined) return [];
  const listed = fleet.jobs.map(({ name }) => name);
  const known = sources.flatMap(({ history }) => [...history.store.jobs.keys()]);
  return findUnmatchedPatterns(patterned, [...listed, ...known]);
}
