import type { Refusal } from './envelope.ts';
import { excerpt, PrometheusError, type PrometheusErrorCode, publicUrl } from './errors.ts';
import { agentAnswer, findMeaning, joinMeaning } from './meanings.ts';

/** An HTTP answer that was read completely. */
export type Answered = Readonly<{
  status: number;
  text: string;
  location: string | undefined;
  retryAfter: string | undefined;
  contentType: string | undefined;
  /** Removes the request's credentials from a text that will be quoted. */
  mask: (text: string) => string;
}>;

/** The error for a rejected request, with Prometheus's own message. */
export function refusalError(refusal: Refusal, url: string): PrometheusError {
  const code = codeOfRefusal(refusal);
  const received = excerpt(quote(refusal));
  return new PrometheusError({ code, problem: problems[code], url, received });
}

/** The error for a status other than 200; `refusal` is the content of its JSON, if any. */
export function statusError(
  answered: Answered,
  refusal: Refusal | undefined,
  url: string,
): PrometheusError {
  const code = agentAnswer.test(answered.text)
    ? 'not-found'
    : codeOfStatus(answered.status, refusal);
  const words = refusal === undefined ? answered.text : quote(refusal);
  const meaning = findMeaning(words, answered.status);
  const detail =
    code === 'redirect' ? `to ${describePlace(answered.location, url)}` : excerpt(words);
  return new PrometheusError({
    code,
    problem: meaning === undefined ? problems[code] : joinMeaning(meaning),
    url,
    received: `HTTP ${answered.status} ${detail}`.trimEnd(),
    ...(code === 'redirect' ? { expected: 'the address of Prometheus itself' } : {}),
  });
}

/** Whether the same request may succeed a moment later. */
export function isTransient({ code }: PrometheusError): boolean {
  return code === 'server-error' || code === 'rate-limited' || code === 'partial';
}

const problems: Readonly<Record<PrometheusErrorCode, string>> = {
  unreachable: 'Prometheus cannot be reached',
  timeout: 'Prometheus ran out of time for the query',
  unauthorized: 'Prometheus rejects the credentials, or requires some',
  'not-found': 'There is no Prometheus API at this address',
  'rate-limited': 'Prometheus gets too many requests',
  'bad-query': 'Prometheus cannot run the query',
  'too-expensive': 'The query exceeds a limit of Prometheus',
  'server-error': 'Prometheus failed',
  'bad-answer': 'The answer does not come from Prometheus',
  'too-large': 'The answer is too large',
  partial: 'The answer of Prometheus is incomplete',
  redirect: 'Prometheus redirects to another address, which is not followed',
  'no-data': 'Prometheus has no data',
};

function codeOfStatus(status: number, refusal: Refusal | undefined): PrometheusErrorCode {
  if (status >= 300 && status < 400) return 'redirect';
  if (status === 401 || status === 403) return 'unauthorized';
  if (status === 404) return 'not-found';
  if (status === 429) return 'rate-limited';
  if (refusal !== undefined) return codeOfRefusal(refusal);
  if (status === 400 || status === 422) return 'bad-query';
  return status >= 500 ? 'server-error' : 'bad-answer';
}

// An error may quote the query, whose words must not be mistaken for the server's.
const quotedQuery = /query="(?:[^"\\]|\\.)*"/g;
const unreadable = /parse error|unparsed data|unexpected token|too long query/i;
const limits =
  /too many (samples|series|points)|exceed|too (large|long)|max(imum)? (number|length|resolution)|not enough memory|cannot (select|process) more than/i;
const outOfTime = /timeout exceeded|(query|request) timed out/i;
const stores = /expanding series|fetch series|rpc error|unavailable/i;

function codeOfRefusal({ errorType, error }: Refusal): PrometheusErrorCode {
  const said = error.replace(quotedQuery, '');
  if (errorType === 'timeout' || errorType === 'canceled') return 'timeout';
  if (errorType === 'not_found') return 'not-found';
  if (unreadable.test(said)) return 'bad-query';
  if (errorType === 'execution' && stores.test(said)) return 'server-error';
  if (outOfTime.test(said)) return 'timeout';
  if (limits.test(said)) return 'too-expensive';
  // VictoriaMetrics writes the status in the place of Prometheus's error type.
  return ['bad_data', 'execution', '400', '422'].includes(errorType) ? 'bad-query' : 'server-error';
}

/** Prometheus begins with it, and an excerpt has no room for it. */
const whatIsInvalid = /^invalid parameter "query": /;

/**
 * The text from where it names the limit: VictoriaMetrics writes the query and the times before it.
 */
function quote({ errorType, error }: Refusal): string {
  const said = error.replace(quotedQuery, 'query');
  const start = Math.max(0, said.search(limits) - 30);
  return `${errorType}: ${start > 0 ? `…${said.slice(start)}` : error.replace(whatIsInvalid, '')}`;
}

// The address of a sign-in page is useful, but its parameters may contain a session.
function describePlace(location: string | undefined, url: string): string {
  if (location === undefined || !URL.canParse(location, url)) return 'nowhere';
  return publicUrl(new URL(location, url).href);
}
