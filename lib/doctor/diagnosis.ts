import { PrometheusError } from '../prometheus/errors.ts';
import { examine, reportUnavailable } from './examine.ts';
import type { Finding } from './finding.ts';
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
      findings: examine(inquiry.fleet, evidence),
      sources: evidence.sources.map(reportSource),
      isKnown: true,
    };
  } catch (error) {
    if (!(error instanceof PrometheusError)) throw error;
    return { findings: [reportUnavailable(error)], sources: [], isKnown: false };
  }
}
