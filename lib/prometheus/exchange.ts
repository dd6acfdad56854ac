import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { Agent, Dispatcher } from 'undici';
import { connectionError } from './connection-fault.ts';
import { badAnswer } from './envelope.ts';
import { PrometheusError } from './errors.ts';
import type { Answered } from './faults.ts';
import { maskCredentials } from './mask-credentials.ts';

/** One complete HTTP request: what is signed is what is sent. */
export type HttpRequest = Readonly<{
  method: 'GET' | 'POST';
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string;
}>;

type Bounds = Readonly<{ signal: AbortSignal; maximumBytes: number }>;

// Only the first lines of a refusal are useful, however long it is.
const refusalBytes = 64 * 1024;

/**
 * Sends one request and reads its complete answer, whatever its status. Refusals have the request's
 * credentials masked, because errors quote them. Throws `unreachable`, `bad-answer` or `too-large`.
 * Redirects are not followed (undici's `request` follows none).
 */
export async function exchange(
  agent: Agent,
  request: HttpRequest,
  bounds: Bounds,
): Promise<Answered> {
  const response = await send(agent, request, bounds.signal);
  const { statusCode: status, headers } = response;
  const text = await readBody(
    response,
    request.url,
    status === 200 ? bounds.maximumBytes : undefined,
  );
  const mask = (quoted: string) => maskCredentials(quoted, request.headers);
  return {
    status,
    text: status === 200 ? text : mask(text),
    mask,
    location: one(headers.location),
    retryAfter: one(headers['retry-after']),
    contentType: one(headers['content-type']),
  };
}

async function send(
  agent: Agent,
  { method, url, headers, body }: HttpRequest,
  signal: AbortSignal,
): Promise<Dispatcher.ResponseData> {
  try {
    const { origin, pathname, search } = new URL(url);
    return await agent.request({
      origin,
      path: `${pathname}${search}`,
      method,
      headers,
      signal,
      ...(method === 'POST' ? { body } : {}),
    });
  } catch (cause) {
    throw connectionError(cause, url);
  }
}

// Without `maximumBytes`, the answer is a refusal, which is cut instead of rejected.
async function readBody(
  response: Dispatcher.ResponseData,
  url: string,
  maximumBytes: number | undefined,
): Promise<string> {
  const stream = decoded(response, url);
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    // Leaving the loop destroys the stream, and also the connection that is still sending.
    for await (const chunk of stream) {
      bytes += chunk.length;
      chunks.push(chunk);
      if (bytes > (maximumBytes ?? refusalBytes)) break;
    }
  } catch (cause) {
    throw new PrometheusError({
      code: 'bad-answer',
      problem: 'The answer was cut off',
      url,
      received: `${bytes} bytes`,
      expected: 'a complete answer',
      cause,
    });
  }
  if (maximumBytes !== undefined && bytes > maximumBytes) throw tooLarge(url, maximumBytes);
  return Buffer.concat(chunks).toString('utf8');
}

function decoded(response: Dispatcher.ResponseData, url: string): Readable {
  const encoding = one(response.headers['content-encoding'])?.toLowerCase() ?? 'identity';
  if (encoding === 'identity') return response.body;
  if (encoding === 'gzip' || encoding === 'x-gzip') {
    // A fault of either stream reaches the reader of the last one.
    return pipeline(response.body, createGunzip(), () => undefined);
  }
  // the stream reports its own end as an error, which would otherwise be unhandled
  response.body.on('error', () => undefined).destroy();
  throw badAnswer(url, `content-encoding ${encoding}`, 'gzip or none');
}

function tooLarge(url: string, maximumBytes: number): PrometheusError {
  return new PrometheusError({
    code: 'too-large',
    problem: 'The answer is too large',
    url,
    received: `more than ${maximumBytes} bytes`,
    expected: `at most ${maximumBytes} bytes`,
  });
}

function one(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}
