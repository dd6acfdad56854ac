import type { Fleet } from '../../checks/job.ts';
import type { PrometheusError, PrometheusErrorCode } from '../../prometheus/errors.ts';
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

function queryFailed(question: string, error: PrometheusError): Finding {
  return {
    level: 'error',
    code: 'query-failed',
    what: `Prometheus could not tell: ${question}. ${error.message}`,
    why: 'The checks ask much the same once a minute, and will fail as well.',
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
