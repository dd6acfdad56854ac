import { collectWords } from '../prometheus/connection-fault.ts';
import type { PrometheusError, PrometheusErrorCode } from '../prometheus/errors.ts';
import { findMeaning } from '../prometheus/meanings.ts';

/** What an error of Prometheus means and what to do about it, in words. */
type ErrorExplanation = Readonly<{ what: string; advice: string }>;

/** Explains why Prometheus did not answer. The error's own words stay where they say more. */
export function explainError(error: PrometheusError): ErrorExplanation {
  const answered = /HTTP (\d{3})/.exec(error.received ?? '')?.[1];
  const status = answered === undefined ? undefined : Number(answered);
  const meaning = findMeaning(collectWords(error), status);
  if (meaning === undefined) {
    return { what: error.message, advice: adviceOn[error.code] ?? 'See the log of Prometheus.' };
  }
  return { what: `${meaning.what}.`, advice: meaning.advice };
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
