import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a receiver got with one request. */
type Received = Readonly<{
  method: string | undefined;
  path: string | undefined;
  headers: IncomingMessage['headers'];
  body: string;
}>;

/** What a receiver does with a request: a status with headers and a text, or a fault. */
export type Behaviour =
  | Readonly<{ status: number; headers?: Readonly<Record<string, string>>; text?: string }>
  | 'hang'
  | 'reset'
  | 'hang after the status';

export type Receiver = Readonly<{
  url: string;
  received: readonly Received[];
  close: () => Promise<void>;
}>;

/** A real server on a free port. It does one thing after the other, and repeats the last one. */
export async function startReceiver(...behaviours: readonly Behaviour[]): Promise<Receiver> {
  const received: Received[] = [];
  const server = createServer(async (incoming, response) => {
    let body = '';
    for await (const chunk of incoming) body += String(chunk);
    const { method, url: path, headers } = incoming;
    received.push({ method, path, headers, body });
    behave(behaviours[received.length - 1] ?? behaviours.at(-1) ?? { status: 200 }, response);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/services/T000/B000/secret-path-of-the-hook`,
    received,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function behave(behaviour: Behaviour, response: ServerResponse): void {
  if (behaviour === 'hang') return;
  if (behaviour === 'reset') {
    response.socket?.resetAndDestroy();
    return;
  }
  if (behaviour === 'hang after the status') {
    response.writeHead(200);
    response.write('o');
    return;
  }
  response.writeHead(behaviour.status, behaviour.headers).end(behaviour.text ?? 'ok');
}
