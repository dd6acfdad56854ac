import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { Connection } from '../../lib/config/config.ts';

/** A server on a free loopback port, and the requests that it got. */
type TestServer = Readonly<{
  url: string;
  requests: ReceivedRequest[];
  [Symbol.asyncDispose]: () => Promise<void>;
}>;

export type ReceivedRequest = Readonly<{
  method: string;
  path: string;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  form: Readonly<Record<string, string>>;
}>;

/** Answers one request; `nth` counts from 1. */
export type Answer = (
  response: Parameters<RequestListener>[1],
  nth: number,
  request: ReceivedRequest,
) => void;

export type Identity = Readonly<{ key: string; cert: string }>;

/** Serves `answer` over HTTP, or over TLS with an identity, until it is disposed of. */
export async function serve(answer: Answer, identity?: Identity): Promise<TestServer> {
  const requests: ReceivedRequest[] = [];
  const listener: RequestListener = async (request, response) => {
    const body = await buffer(request);
    const { method = '', url: path = '', headers } = request;
    const form = Object.fromEntries(new URLSearchParams(body.toString()));
    const received = { method, path, headers, form };
    answer(response, requests.push(received), received);
  };
  const server =
    identity === undefined ? createServer(listener) : createTlsServer({ ...identity }, listener);
  const port = await listen(server);
  const url = identity === undefined ? `http://127.0.0.1:${port}` : `https://localhost:${port}`;
  return { url, requests, [Symbol.asyncDispose]: () => close(server) };
}

/** A port on which nothing listens. */
export async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  await close(server);
  return port;
}

/** A connection without credentials; everything else may be overridden. */
export function connectionTo(url: string, rest: Partial<Connection> = {}): Connection {
  return { url, auth: { kind: 'none' }, headers: {}, certificateAuthority: undefined, ...rest };
}

type Closable = Pick<Server, 'listen' | 'address' | 'close' | 'closeAllConnections'>;

function listen(server: Closable): Promise<number> {
  return new Promise(resolve => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

function close(server: Closable): Promise<void> {
  return new Promise(resolve => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
