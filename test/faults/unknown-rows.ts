import type { PrometheusErrorCode } from '../../lib/prometheus/errors.ts';
import type { Fault } from './fault.ts';

/** A cause of a missing answer, its code in the log, and the client's deadline in the test. */
type UnknownRow = Readonly<{
  cause: string;
  code: PrometheusErrorCode;
  fault: Fault;
  /** Milliseconds. Only faults that would wait without end have a short one. */
  deadlineMilliseconds?: number;
  maximumBytes?: number;
}>;

const answer = (status: number, text = '', headers: Readonly<Record<string, string>> = {}) =>
  ({ kind: 'answer', status, text, headers }) as const;

const html = '<!doctype html><title>Sign in</title><script>alert(1)</script>';
const error = (errorType: string, words: string) =>
  JSON.stringify({ status: 'error', errorType, error: words });
const short = { deadlineMilliseconds: 150 };

/** Every cause that the proxy can produce. */
export const unknownRows: readonly UnknownRow[] = [
  { cause: 'connection refused', code: 'unreachable', fault: { kind: 'refused' } },
  { cause: 'connection reset before the answer', code: 'unreachable', fault: { kind: 'reset' } },
  { cause: 'connection reset in the body', code: 'bad-answer', fault: { kind: 'reset-in-body' } },
  { cause: 'body cut off before its length', code: 'bad-answer', fault: { kind: 'truncated' } },
  { cause: 'JSON cut off', code: 'bad-answer', fault: { kind: 'truncated-json' } },
  { cause: 'content-length too small', code: 'bad-answer', fault: { kind: 'length-too-short' } },
  { cause: 'no answer at all', code: 'timeout', fault: { kind: 'silent' }, ...short },
  { cause: 'headers that do not end', code: 'timeout', fault: { kind: 'slow-headers' }, ...short },
  {
    cause: 'a body that does not end, slowly',
    code: 'timeout',
    fault: { kind: 'slow-body' },
    ...short,
  },
  {
    cause: 'an answer after the deadline',
    code: 'timeout',
    fault: { kind: 'latency', milliseconds: 600 },
    ...short,
  },
  {
    cause: 'a body that does not end, fast',
    code: 'too-large',
    fault: { kind: 'endless' },
    maximumBytes: 1e5,
  },
  {
    cause: 'the same in gzip',
    code: 'too-large',
    fault: { kind: 'endless', gzip: true },
    maximumBytes: 1e5,
  },
  { cause: 'HTTP 401', code: 'unauthorized', fault: answer(401, 'Unauthorized') },
  { cause: 'HTTP 403', code: 'unauthorized', fault: answer(403, html) },
  { cause: 'HTTP 404', code: 'not-found', fault: answer(404, '404 page not found') },
  { cause: 'HTTP 429', code: 'rate-limited', fault: answer(429, 'slow down') },
  {
    cause: 'HTTP 429 with Retry-After',
    code: 'rate-limited',
    fault: answer(429, '', { 'retry-after': '30' }),
  },
  { cause: 'HTTP 500', code: 'server-error', fault: answer(500, 'oops') },
  { cause: 'HTTP 503', code: 'server-error', fault: answer(503, 'Service Unavailable') },
  {
    cause: 'HTTP 503 with Retry-After',
    code: 'server-error',
    fault: answer(503, '', { 'retry-after': '30' }),
  },
  {
    cause: 'a page of HTML',
    code: 'bad-answer',
    fault: answer(200, html, { 'content-type': 'text/html' }),
  },
  {
    cause: 'a redirect to a sign-in',
    code: 'redirect',
    fault: answer(302, '', { location: 'https://sso.example.com/?token=secret' }),
  },
  { cause: 'an empty answer', code: 'bad-answer', fault: answer(200) },
  {
    cause: 'JSON of another kind',
    code: 'bad-answer',
    fault: answer(
      200,
      '{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,"high"]}]}}',
    ),
  },
  {
    cause: '`status: error` (timeout)',
    code: 'timeout',
    fault: answer(503, error('timeout', 'query timed out in expression evaluation')),
  },
  {
    cause: '`status: error` (execution)',
    code: 'server-error',
    fault: answer(422, error('execution', 'expanding series: rpc error')),
  },
  {
    cause: '`status: error` with HTTP 200',
    code: 'server-error',
    fault: answer(200, error('internal', 'lost a shard')),
  },
  {
    cause: 'a partial answer',
    code: 'partial',
    fault: { kind: 'partial', warning: 'fetch series for store-1: rpc error: code = Unavailable' },
  },
];
