import { excerpt, PrometheusError } from './errors.ts';

// Node's and undici's codes for a connection that ended before an answer, and for a name server
// that is busy.
const dropped = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'EAI_AGAIN']);

/** Whether the connection was refused or lost before an answer began. */
export function isDropped(cause: unknown): boolean {
  return dropped.has(codeOf(cause));
}

/** The error of a request that got no answer at all. */
export function connectionError(cause: unknown, url: string): PrometheusError {
  const received = excerpt(`${codeOf(cause)} ${messageOf(cause)}`);
  if (isForeign(cause)) {
    const problem = 'What answers is not a web server';
    return new PrometheusError({
      code: 'bad-answer',
      problem,
      url,
      received,
      expected: 'HTTP',
      cause,
    });
  }
  if (certificateCodes.test(codeOf(cause))) {
    const problem = 'The certificate that Prometheus shows is not trusted';
    const expected = 'one of a known authority, or of the authority that the config names';
    return new PrometheusError({ code: 'unreachable', problem, url, received, expected, cause });
  }
  const problem = 'Prometheus cannot be reached';
  return new PrometheusError({ code: 'unreachable', problem, url, received, cause });
}

// OpenSSL's and Node's codes, such as ERR_TLS_CERT_ALTNAME_INVALID.
const certificateCodes = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER/;

// The parser's error has a code for some faults only.
function isForeign(cause: unknown): boolean {
  if (!(cause instanceof Error)) return false;
  return cause.name === 'HTTPParserError' || codeOf(cause) === 'UND_ERR_HEADERS_OVERFLOW';
}

// Where a name has several addresses Node reports all failures as one AggregateError.
function codeOf(cause: unknown): string {
  if (!(cause instanceof Error)) return '';
  if ('code' in cause && typeof cause.code === 'string') return cause.code;
  return cause instanceof AggregateError ? codeOf(cause.errors[0]) : '';
}

function messageOf(cause: unknown): string {
  if (cause instanceof AggregateError && cause.message === '') return messageOf(cause.errors[0]);
  return cause instanceof Error ? cause.message : String(cause);
}
