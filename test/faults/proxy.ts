import { once } from 'node:events';
import {
  Agent,
  request as ask,
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { pourEndlessly, trickle } from './endless.ts';
import type { Fault } from './fault.ts';

/** A proxy in front of Prometheus that injects a fault into each request. */
export type FaultyProxy = Readonly<{
  url: string;
  /** Number of requests so far. */
  requests: () => number;
  /** Sets the fault of later requests. A function is called for each request. */
  set: (fault: Fault | (() => Fault)) => Promise<void>;
  stop: () => Promise<void>;
}>;

type Upstream = Readonly<{ url: string; agent: Agent }>;

const none: Fault = { kind: 'none' };

export async function startFaultyProxy(prometheusUrl: string): Promise<FaultyProxy> {
  const upstream = { url: prometheusUrl, agent: new Agent({ keepAlive: true }) };
  let nextFault = (): Fault => none;
  let requests = 0;
  const server = createServer((request, response) => {
    requests += 1;
    response.on('error', () => undefined);
    applyFault(nextFault(), { request, response, upstream }).catch(() => request.socket.destroy());
  });
  server.keepAliveTimeout = 60_000;
  const port = await listen(server, 0);
  return {
    url: `http://127.0.0.1:${port}`,
    requests: () => requests,
    set: async fault => {
      nextFault = typeof fault === 'function' ? fault : () => fault;
      const refuses = typeof fault !== 'function' && fault.kind === 'refused';
      if (refuses) await close(server);
      else if (!server.listening) await listen(server, port);
    },
    stop: async () => {
      await close(server);
      upstream.agent.destroy();
    },
  };
}

async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

async function close(server: Server): Promise<void> {
  if (!server.listening) return;
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
}

type Exchange = Readonly<{
  request: IncomingMessage;
  response: ServerResponse;
  upstream: Upstream;
}>;

async function applyFault(fault: Fault, { request, response, upstream }: Exchange): Promise<void> {
  const { socket } = request;
  switch (fault.kind) {
    case 'none':
      return forwardUnchanged({ request, response, upstream });
    case 'latency':
      await sleep(fault.milliseconds);
      return forwardUnchanged({ request, response, upstream });
    case 'refused':
    case 'reset':
      socket.resetAndDestroy();
      return;
    case 'silent':
      request.resume();
      return;
    case 'slow-headers':
      request.resume();
      return trickle(socket, 'HTTP/1.1 200 OK\r\nx-slow: ');
    case 'endless':
      request.resume();
      return pourEndlessly(response, fault.gzip === true);
    case 'answer':
      request.resume();
      response.writeHead(fault.status, fault.headers ?? {});
      response.end(fault.text);
      return;
    default:
      return applyToAnswer(fault, { request, response, upstream });
  }
}

async function forwardUnchanged({ request, response, upstream }: Exchange): Promise<void> {
  const answer = await forward(request, upstream);
  response.writeHead(answer.statusCode ?? 502, answer.headers);
  answer.pipe(response);
}

async function forward(request: IncomingMessage, { url, agent }: Upstream) {
  const { method = 'GET', url: path = '/', headers } = request;
  const sent = ask(new URL(path, url), { method, agent, headers });
  request.pipe(sent);
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  return answer;
}

type AnswerFault = Exclude<
  Fault,
  {
    kind:
      | 'none'
      | 'latency'
      | 'refused'
      | 'reset'
      | 'silent'
      | 'slow-headers'
      | 'endless'
      | 'answer';
  }
>;

/** Applies a fault that changes Prometheus's answer, which is read completely first. */
async function applyToAnswer(
  fault: AnswerFault,
  { request, response, upstream }: Exchange,
): Promise<void> {
  const answer = await forward(request, upstream);
  const bytes = await buffer(answer);
  const isZipped = answer.headers['content-encoding'] === 'gzip';
  const text = (isZipped ? gunzipSync(bytes) : bytes).toString('utf8');
  const half = text.slice(0, Math.floor(text.length / 2));
  const json = { 'content-type': 'application/json' };
  switch (fault.kind) {
    case 'partial':
      response.writeHead(200, json);
      response.end(JSON.stringify({ ...JSON.parse(text), warnings: [fault.warning] }));
      return;
    case 'without':
    case 'old':
      response.writeHead(200, json);
      response.end(changeSeries(text, fault));
      return;
    case 'truncated-json':
      response.writeHead(200, json);
      response.end(half);
      return;
    case 'slow-body':
      response.writeHead(200, json);
      return trickle(response, half);
    case 'length-too-short':
      request.socket.end(
        `HTTP/1.1 200 OK\r\ncontent-length: ${half.length}\r\nconnection: close\r\n\r\n${text}`,
      );
      return;
    case 'truncated':
    case 'reset-in-body': {
      const length = Buffer.byteLength(text);
      response.writeHead(200, { ...json, 'content-length': String(length) });
      await new Promise(written => response.write(half, written));
      if (fault.kind === 'truncated') request.socket.end();
      else request.socket.resetAndDestroy();
    }
  }
}

type SilentFault = Extract<Fault, { kind: 'without' | 'old' }>;
type Answer = { data?: { result?: { values?: [time: number, value: string][] }[] } };

/** Leaves series or samples out of an answer that looks complete. */
function changeSeries(text: string, fault: SilentFault): string {
  const answer = JSON.parse(text) as Answer;
  const { data } = answer;
  if (!Array.isArray(data?.result)) return text;
  if (fault.kind === 'without') {
    const isKept = (index: number) => fault.series === 'half' && index % 2 === 0;
    data.result = data.result.filter((_, index) => isKept(index));
    return JSON.stringify(answer);
  }
  data.result = data.result
    .map(row => ({ ...row, values: row.values?.filter(([time]) => time <= fault.to) ?? [] }))
    .filter(({ values }) => values.length > 0);
  return JSON.stringify(answer);
}
