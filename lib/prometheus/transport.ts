import { Agent as HttpAgent, type IncomingMessage, request as sendPlain } from 'node:http';
import { Agent as HttpsAgent, request as sendSecure } from 'node:https';
import type { Socket } from 'node:net';

/** One HTTP request, complete: what is signed is what is sent. */
export type HttpRequest = Readonly<{
  method: 'GET' | 'POST';
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string;
}>;

/**
 * The connections of a process to its Prometheus. `send` gives an answer whose body is still to be
 * read, follows no redirect, and throws what Node does.
 */
export type Transport = Readonly<{
  send: (request: HttpRequest, signal: AbortSignal) => Promise<IncomingMessage>;
  close: () => void;
}>;

export type TransportOptions = Readonly<{
  /** PEM text; without it, the authorities that Node knows. */
  certificateAuthority: string | undefined;
  /** For the connection and its handshake, not for the answer. */
  connectMilliseconds: number;
}>;

const mostConnections = 8;

// The queries of a run follow each other at once. By the next run, a minute later, a load balancer
// may just be closing what it thinks idle, so no connection is kept for it.
const idleMilliseconds = 4_000;

/**
 * Node's own client: CloudWatch's SDK has loaded it already, so it adds nothing to a cold start,
 * of which undici would be a quarter.
 */
export function createTransport(options: TransportOptions): Transport {
  const { certificateAuthority: ca, connectMilliseconds } = options;
  const kept = { keepAlive: true, maxSockets: mostConnections, timeout: idleMilliseconds };
  const plain = new HttpAgent(kept);
  const secure = new HttpsAgent(ca === undefined ? kept : { ...kept, ca });
  return {
    send: (request, signal) => {
      const isSecure = request.url.startsWith('https:');
      const agent = isSecure ? secure : plain;
      return send(request, { agent, isSecure, signal, connectMilliseconds });
    },
    close: () => {
      plain.destroy();
      secure.destroy();
    },
  };
}

type Way = Readonly<{
  agent: HttpAgent;
  isSecure: boolean;
  signal: AbortSignal;
  connectMilliseconds: number;
}>;

function send({ url, method, headers, body }: HttpRequest, way: Way): Promise<IncomingMessage> {
  const { agent, isSecure, signal, connectMilliseconds } = way;
  return new Promise((resolve, reject) => {
    const options = { method, headers, agent, signal };
    const sent = (isSecure ? sendSecure : sendPlain)(url, options, resolve);
    // after the answer began, its own stream tells of the fault too
    sent.on('error', reject);
    sent.on('socket', socket => {
      if (!socket.connecting) return;
      const event = isSecure ? 'secureConnect' : 'connect';
      limitConnecting(socket, event, connectMilliseconds);
    });
    sent.end(body);
  });
}

function limitConnecting(socket: Socket, event: string, milliseconds: number): void {
  const timer = setTimeout(() => {
    const error = new Error(`no connection within ${milliseconds / 1000} s`);
    socket.destroy(Object.assign(error, { code: 'ETIMEDOUT' }));
  }, milliseconds);
  const end = () => clearTimeout(timer);
  socket.once(event, end).once('close', end);
}
