import { collectWords } from '../prometheus/connection-fault.ts';
import type { PrometheusError, PrometheusErrorCode } from '../prometheus/errors.ts';
import { findMeaning } from '../prometheus/meanings.ts';

/** What a Prometheus error means and what to do about it. */
type ErrorExplanation = Readonly<{ what: string; advice: string }>;

/** Explains why Prometheus did not answer. The error's own message is kept if it says more. */
export function explainError(error: PrometheusError): ErrorExplanation {
  const answered = /HTTP (\d{3})/.exec(error.received ?? '')?.[1];
  const status = answered === undefined ? undefined : Number(answered);
  const meaning = findMeaning(collectWords(error), status);
  if (meaning === undefined) {
    return { what: error.message, advice: adviceOn[error.code] ?? 'Read the log of Prometheus.' };
  }
  return { what: `${meaning.what}.`, advice: meaning.advice };
}

const adviceOn: Readonly<Partial<Record<PrometheusErrorCode, string>>> = {
  unreachable: 'Check prometheus.url, and that the network allows the connection.',
  timeout: 'Check the load of Prometheus, and proxies and firewalls on the way.',
  unauthorized: 'Correct prometheus.auth: its kind, or the secret that it names.',
  'not-found': 'Correct the path of prometheus.url: /api/v1 is appended to it.',
  redirect: 'Set prometheus.url to the address that it redirects to.',
  'bad-answer': 'Check what answers at prometheus.url: it is not a Prometheus.',
  'bad-query':
    'Correct the selector, the where or the name that Prometheus cannot read. A metric name with dots needs Prometheus 3.',
  'too-expensive': 'Raise --query.max-samples or --query.timeout, or narrow prometheus.selector.',
  'rate-limited': 'Raise the limit for this tenant or user.',
};
