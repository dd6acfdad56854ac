import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { copyHeaders } from './sink.ts';

/** A request to Prometheus, and the size of its answer in bytes. */
export type Exchange = Readonly<{
  path: string;
  headers: Readonly<Record<string, string>>;
  body: Buffer;
  status: number;
  answerBytes: number;
}>;

export type Recorder = Readonly<{
  url: string;
  /** Gives the exchanges since the last call. */
  take: () => readonly Exchange[];
  close: () => void;
}>;

/** Starts a proxy in front of Prometheus that records every request. */
export async function startRecorder(prometheusUrl: string): Promise<Recorder> {
  let exchanges: Exchange[] = [];
  const server = createServer((incoming, outgoing) => {
    pass(incoming, outgoing, prometheusUrl)
      .then(exchange => exchanges.push(exchange))
      .catch(error => outgoing.destroy(error));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return {
    url: `http://127.0.0.1:${address.port}`,
    take: () => {
      const taken = exchanges;
      exchanges = [];
      return taken;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function pass(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  prometheusUrl: string,
): Promise<Exchange> {
  const body = await readBytes(incoming);
  const headers = copyHeaders(incoming.headers);
  const path = incoming.url ?? '/';
  const sent = request(`${prometheusUrl}${path}`, { method: 'POST', headers }).end(body);
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  const answerBody = await readBytes(answer);
  const status = answer.statusCode ?? 0;
  const exchange = { path, headers, body, status, answerBytes: answerBody.length };
  outgoing.writeHead(status, copyHeaders(answer.headers)).end(answerBody);
  return exchange;
}

async function readBytes(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}
