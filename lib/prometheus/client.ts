import type { Agent } from 'undici';
import type { Connection } from '../config/config.ts';
import type { InstantAnswer, QueryRange, RangeAnswer } from './answer.ts';
import type { Authorizer } from './auth.ts';
import { isDropped } from './connection-fault.ts';
import { withinDeadline } from './deadline.ts';
import { type Envelope, openEnvelope, readRefusal } from './envelope.ts';
import { excerpt, PrometheusError } from './errors.ts';
import { exchange, type HttpRequest } from './exchange.ts';
import { type Answered, isTransient, refusalError, statusError } from './faults.ts';
import { tidySamples } from './raw-samples.ts';
import { readInstant, readRange } from './response.ts';
import { type Attempt, retryAfterMilliseconds, withRetries } from './retry.ts';

/** `maximumBytes` limits an answer's text after decompression. */
export type ClientOptions = Readonly<{
  authorize: Authorizer;
  deadlineMilliseconds?: number;
  maximumBytes?: number;
}>;

/** Parameters of a GET; pairs if one is repeated, such as `match[]`. */
export type Parameters = Readonly<Record<string, string>> | readonly (readonly [string, string])[];

/** A Prometheus that can be queried. Every call throws only `PrometheusError`. */
export type Prometheus = Readonly<{
  /** Evaluates at Unix seconds. */
  instant: (promql: string, at: number) => Promise<InstantAnswer>;
  range: (promql: string, range: QueryRange) => Promise<RangeAnswer>;
  /** The samples of a selector as scraped, after `from` and up to `to`, Unix seconds. */
  samples: (selector: string, span: Readonly<{ from: number; to: number }>) => Promise<RangeAnswer>;
  /** The unchanged `data` of any other endpoint, such as `/api/v1/labels`. */
  get: (path: string, parameters?: Parameters) => Promise<unknown>;
  close: () => Promise<void>;
}>;

type Asker = Readonly<{
  agent: () => Promise<Agent>;
  connection: Connection;
  authorize: Authorizer;
  deadlineMilliseconds: number;
  maximumBytes: number;
}>;

// A check runs once a minute, and five of them within a Lambda's 60 s: 20 s leave time for another
// attempt. 64 MiB is about ten times as much as one query returns for 10,000 jobs.
const defaults = { deadlineMilliseconds: 20_000, maximumBytes: 64 * 1024 * 1024 };

// A host that does not answer at all should be distinguished from a slow query well before the deadline.
const connectMilliseconds = 5_000;

/** Creates the process's only client. It keeps connections open, and `close` ends them. */
export function createPrometheus(connection: Connection, options: ClientOptions): Prometheus {
  let opened: Promise<Agent> | undefined;
  const agent = () => {
    opened ??= openAgent(connection);
    return opened;
  };
  const asker: Asker = { ...defaults, ...options, connection, agent };
  return {
    instant: (promql, at) => {
      const form = { query: promql, time: String(at) };
      return ask(asker, formRequest(asker, '/api/v1/query', form), readInstant);
    },
    range: (promql, { from, to, stepSeconds }) => {
      const span = { start: String(from), end: String(to), step: String(stepSeconds) };
      const request = formRequest(asker, '/api/v1/query_range', { query: promql, ...span });
      return ask(asker, request, readRange);
    },
    samples: (selector, { from, to }) => {
      const form = { query: `${selector}[${Math.ceil(to - from)}s]`, time: String(to) };
      return ask(asker, formRequest(asker, '/api/v1/query', form), (envelope, url, answered) =>
        tidySamples(readRange(envelope, url), { from, contentType: answered.contentType }),
      );
    },
    get: (path, parameters = {}) => {
      const query = formatForm(parameters);
      const url = `${connection.url}${path}${query === '' ? '' : `?${query}`}`;
      const { headers } = connection;
      const request: HttpRequest = { method: 'GET', url, headers: common(headers), body: '' };
      return ask(asker, request, ({ data }) => data);
    },
    close: async () => (await opened)?.destroy(),
  };
}

// undici's own timeouts for headers and body are off, because the call's deadline covers both.
// undici is loaded at the first query, so that a function's start does not wait for it.
async function openAgent({ certificateAuthority }: Connection): Promise<Agent> {
  const { Agent } = await import('undici');
  const trust = certificateAuthority === undefined ? {} : { ca: certificateAuthority };
  return new Agent({
    connect: { timeout: connectMilliseconds, ...trust },
    connections: 8,
    headersTimeout: 0,
    bodyTimeout: 0,
  });
}

// Queries go as POST: their text may be longer than what proxies allow in a URL.
function formRequest(
  { connection, deadlineMilliseconds }: Asker,
  path: string,
  form: Readonly<Record<string, string>>,
): HttpRequest {
  const timeout = `${deadlineMilliseconds}ms`;
  return {
    method: 'POST',
    url: `${connection.url}${path}`,
    headers: {
      ...common(connection.headers),
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams({ ...form, timeout, ...asked }).toString(),
  };
}

// Prometheus ignores both parameters. By default, Thanos returns partial data, and VictoriaMetrics
// answers as of 30 s ago, from its cache and on its own grid.
const asked = { partial_response: 'false', nocache: '1' };

function formatForm(parameters: Parameters): string {
  const form = new URLSearchParams();
  const pairs = isPairs(parameters) ? parameters : Object.entries(parameters);
  for (const [name, value] of pairs) form.append(name, value);
  return form.toString();
}

function isPairs(parameters: Parameters): parameters is readonly (readonly [string, string])[] {
  return Array.isArray(parameters);
}

// Headers that are secrets come from the authorizer.
function common(headers: Connection['headers']): Record<string, string> {
  const plain = Object.entries(headers).filter(entry => typeof entry[1] === 'string');
  return {
    'user-agent': 'jobwatch',
    ...Object.fromEntries(plain as [string, string][]),
    accept: 'application/json',
    // 110,000 bucket series are 19.3 MB, or 0.7 MB in gzip, which takes 0.17 s to decompress. NAT
    // gateways charge by the GB.
    'accept-encoding': 'gzip',
  };
}

/** Parses an answer. Throws if it has another shape. */
type Read<T> = (envelope: Envelope, url: string, answered: Answered) => T;

function ask<T>(asker: Asker, request: HttpRequest, read: Read<T>): Promise<T> {
  return withinDeadline(asker.deadlineMilliseconds, request.url, deadline =>
    withRetries<T>(deadline, async () => {
      try {
        const answered = await authorized(asker, request, deadline.signal);
        if (answered.status !== 200) return refused(answered, request.url);
        return { ok: true, value: readAnswer(answered, request.url, read) };
      } catch (error) {
        if (!(error instanceof PrometheusError)) throw error;
        return { ok: false, error, again: isTransient(error) || isUnsent(error) };
      }
    }),
  );
}

function isUnsent({ code, cause }: PrometheusError): boolean {
  return code === 'unreachable' && isDropped(cause);
}

function refused(answered: Answered, url: string): Attempt<never> {
  const error = statusError(answered, readRefusal(answered.text), url);
  const afterMilliseconds = retryAfterMilliseconds(answered.retryAfter, Date.now());
  return { ok: false, error, again: isTransient(error), afterMilliseconds };
}

// Data are read unchanged, because a tenant's name may be the value of a label. If they cannot be
// read, the error quotes them, and must not quote a credential.
function readAnswer<T>(answered: Answered, url: string, read: Read<T>): T {
  const readText = (text: string) => {
    const envelope = openEnvelope(text, url, refusal => refusalError(refusal, url));
    const warnings = envelope.warnings.map(answered.mask);
    return read({ ...envelope, warnings }, url, answered);
  };
  try {
    return readText(answered.text);
  } catch {
    return readText(answered.mask(answered.text));
  }
}

// A secret may have been rotated since it was read. Therefore it is read again, and the request is
// repeated once.
async function authorized(
  asker: Asker,
  request: HttpRequest,
  signal: AbortSignal,
): Promise<Answered> {
  const first = await sendSigned(asker, request, signal);
  const refused = first.status === 401 || first.status === 403;
  if (!refused || asker.connection.auth.kind === 'none') return first;
  asker.authorize.refresh();
  return sendSigned(asker, request, signal);
}

async function sendSigned(
  { agent, authorize, maximumBytes }: Asker,
  request: HttpRequest,
  signal: AbortSignal,
): Promise<Answered> {
  const proof = await authorize.headers(request).catch(cause => Promise.reject(secretError(cause)));
  const headers = { ...request.headers, ...proof };
  return exchange(await agent(), { ...request, headers }, { signal, maximumBytes });
}

// A reader of secrets throws any error of its store; no such error contains the secret.
function secretError(cause: unknown): PrometheusError {
  if (cause instanceof PrometheusError) return cause;
  const received =
    cause instanceof Error ? excerpt(`${cause.name}: ${cause.message}`) : 'no reason';
  const problem = 'The credentials for Prometheus cannot be read';
  return new PrometheusError({ code: 'unauthorized', problem, received, cause });
}
