import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/**
 * What happens to a call: `deny` is the answer to a role without the permission, `reset` ends the
 * connection before the call has any effect. A function is called once the call has had its effect,
 * and the call is never answered.
 */
export type Fate = 'pass' | 'deny' | 'reset' | (() => void);

/** A proxy between a process and the local AWS; a call is named `Publish`, `PutItem` and so on. */
export type AwsProxy = Readonly<{
  endpoint: string;
  /** Decides about every later call. */
  decide: (fate: (call: string) => Fate) => void;
  stop: () => void;
}>;

export async function startAwsProxy(target: string): Promise<AwsProxy> {
  let fate = (_: string): Fate => 'pass';
  const server = createServer(async (request, response) => {
    const body = await buffer(request);
    const chosen = fate(nameCall(request, body));
    await answer({ request, response, body, target }, chosen).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://localhost:${port}`,
    decide: next => {
      fate = next;
    },
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** JSON protocols name the call in a header, the query protocol of SNS in the body. */
function nameCall({ headers }: IncomingMessage, body: Buffer): string {
  const target = headers['x-amz-target'];
  if (typeof target === 'string') return target.split('.').at(-1) ?? '';
  return new URLSearchParams(body.toString()).get('Action') ?? '';
}

type Call = Readonly<{
  request: IncomingMessage;
  response: ServerResponse;
  body: Buffer;
  target: string;
}>;

async function answer(call: Call, fate: Fate): Promise<void> {
  const { request, response } = call;
  if (fate === 'reset') {
    request.socket.resetAndDestroy();
    return;
  }
  if (fate === 'deny') {
    response.writeHead(403, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify({ __type: 'AccessDeniedException', message: 'not authorized' }));
    return;
  }
  const answered = await forward(call);
  const answeredBody = Buffer.from(await answered.arrayBuffer());
  if (typeof fate === 'function') return fate();
  const type = answered.headers.get('content-type') ?? 'application/json';
  response.writeHead(answered.status, { 'content-type': type });
  response.end(answeredBody);
}

const hopByHop = new Set(['connection', 'content-length', 'expect', 'host', 'transfer-encoding']);

function forward({ request, body, target }: Call): Promise<Response> {
  const { url = '/', method = 'POST' } = request;
  const headers = Object.entries(request.headers).flatMap(([name, value]) =>
    typeof value === 'string' && !hopByHop.has(name) ? [[name, value] as const] : [],
  );
  return fetch(new URL(url, target), {
    ...{ method, headers: Object.fromEntries(headers) },
    body: Uint8Array.from(body),
  });
}
