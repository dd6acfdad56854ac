import { excerpt, PrometheusError } from './errors.ts';
import { findMeaning, joinMeaning } from './meanings.ts';

// Codes of Node and undici for a connection that ended before an answer, and for a busy name
// server.
const dropped = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'EAI_AGAIN']);

/** Whether the connection was refused or lost before an answer began. */
export function isDropped(cause: unknown): boolean {
  return dropped.has(findCode(cause));
}

/** The error of a request that got no answer at all. */
export function connectionError(cause: unknown, url: string): PrometheusError {
  const received = excerpt(`${findCode(cause)} ${formatCause(cause)}`);
  if (isForeign(cause)) {
    const problem = 'The server at this address does not speak HTTP';
    return new PrometheusError({
      code: 'bad-answer',
      problem,
      url,
      received,
      expected: 'HTTP',
      cause,
    });
  }
  const meaning = findMeaning(collectWords(cause));
  const problem = meaning === undefined ? 'Prometheus cannot be reached' : joinMeaning(meaning);
  return new PrometheusError({ code: 'unreachable', problem, url, received, cause });
}

/** The messages and codes of an error and all its causes. */
export function collectWords(error: unknown): string {
  const words: string[] = [];
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    words.push('code' in cause ? String(cause.code) : '', cause.message);
    if (cause instanceof AggregateError) words.push(...cause.errors.map(String));
  }
  return words.join(' ');
}

// The parser's error has a code for some faults only.
function isForeign(cause: unknown): boolean {
  if (!(cause instanceof Error)) return false;
  return cause.name === 'HTTPParserError' || findCode(cause) === 'UND_ERR_HEADERS_OVERFLOW';
}

// If a name has several addresses, Node reports all failures as one AggregateError.
function findCode(cause: unknown): string {
  if (!(cause instanceof Error)) return '';
  if ('code' in cause && typeof cause.code === 'string') return cause.code;
  return cause instanceof AggregateError ? findCode(cause.errors[0]) : '';
}

/** OpenSSL's reason stands after a thread, numbers and a function: `0A…:error:0A…:SSL routines:f:reason:`. */
const opensslReason = /:error:[0-9A-F]+:[^:]*:[^:]*:([^:]+)/;

function formatCause(cause: unknown): string {
  if (cause instanceof AggregateError && cause.message === '') return formatCause(cause.errors[0]);
  const message = cause instanceof Error ? cause.message : String(cause);
  return opensslReason.exec(message)?.[1] ?? message;
}
