import type { Fleet } from '../model/job.ts';
import type { PrometheusError, PrometheusErrorCode } from '../prometheus/errors.ts';
import type { Evidence } from './evidence.ts';
import { type Finding, sortFindings } from './finding.ts';
import { jobFindings } from './findings-jobs.ts';
import { rhythmFindings } from './findings-rhythm.ts';
import { seriesFindings } from './findings-series.ts';
import { timeFindings } from './findings-time.ts';
import { windowFindings } from './findings-windows.ts';

/** All that follows from what Prometheus told, the worst first. Pure. */
export function examine(fleet: Fleet, evidence: Evidence): Finding[] {
  return sortFindings([
    ...evidence.failures.map(({ question, error }) => queryFailed(question, error)),
    ...seriesFindings(fleet, evidence),
    ...jobFindings(fleet, evidence),
    ...windowFindings(fleet, evidence),
    ...timeFindings(fleet, evidence),
    ...rhythmFindings(fleet, evidence),
  ]);
}

/** Doctor looks at more at once than any check does: what is too much for it need not be for them. */
const heavy: ReadonlySet<PrometheusErrorCode> = new Set(['timeout', 'too-expensive', 'too-large']);

function queryFailed(question: string, error: PrometheusError): Finding {
  const isHeavy = heavy.has(error.code);
  return {
    level: isHeavy ? 'warning' : 'error',
    code: 'query-failed',
    what: `Prometheus did not answer about ${question}. ${error.message}`,
    why: isHeavy
      ? 'What follows from it is not checked. The checks ask for less at once: see their log.'
      : 'What follows from it is not checked; the checks ask much the same once a minute.',
    advice: adviceOn[error.code] ?? 'See the log of Prometheus.',
  };
}

/** Prometheus cannot be asked at all. */
export function unavailable(error: PrometheusError): Finding {
  return {
    level: 'error',
    code: 'prometheus-unavailable',
    what: error.message,
    why: 'Nothing can be told of any job. The Lambdas ask from AWS: what this machine reaches, they may not, and the other way round.',
    advice: adviceOn[error.code] ?? 'See the log of Prometheus and of what stands before it.',
  };
}

const adviceOn: Readonly<Partial<Record<PrometheusErrorCode, string>>> = {
  unreachable: 'See that prometheus.url is right and the network lets you through.',
  timeout: 'See how loaded Prometheus is, and what stands between it and you.',
  unauthorized: 'Correct prometheus.auth: the kind, and the secret that it names.',
  'not-found': 'Correct the path of prometheus.url: /api/v1 is added to it.',
  redirect: 'Set prometheus.url to the address that it sends to.',
  'bad-answer': 'See what answers at prometheus.url: it is no Prometheus.',
  'too-expensive': 'Raise --query.max-samples or --query.timeout, or narrow prometheus.selector.',
  'rate-limited': 'Raise the limit for this tenant or user.',
};
