import { PrometheusError } from '../prometheus/errors.ts';
import { examine, unavailable } from './examine.ts';
import type { Finding } from './finding.ts';
import { gatherEvidence, type Inquiry } from './gather.ts';

/** What was looked at and what was found; `isKnown` is false where Prometheus could not be asked. */
export type Diagnosis = Readonly<{ findings: readonly Finding[]; isKnown: boolean }>;

/** Examines a Prometheus at `at`, Unix seconds. Throws nothing for one that does not answer. */
export async function diagnose(inquiry: Inquiry, at: number): Promise<Diagnosis> {
  try {
    const evidence = await gatherEvidence(inquiry, at);
    return { findings: examine(inquiry.fleet, evidence), isKnown: true };
  } catch (error) {
    if (!(error instanceof PrometheusError)) throw error;
    return { findings: [unavailable(error)], isKnown: false };
  }
}
