import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the server does with a call: answers it, or never answers. */
export type Reply = Readonly<{ status: number; error?: string }> | 'never';

export type Call = Readonly<{
  namespace: string;
  firstMetric: string;
  count: number;
  reply: Reply;
}>;

/** A CloudWatch that gives the configured answers, and records each call in order of arrival. */
export type PutMetricDataServer = Readonly<{
  endpoint: string;
  calls: readonly Call[];
  stop: () => Promise<void>;
}>;

type Body = Readonly<{
  Namespace: string;
  MetricData: readonly Readonly<{ MetricName: string }>[];
}>;

/** `replyTo` gets the name of the call's first metric and how often it was seen before. */
export async function startPutMetricDataServer(
  replyTo: (firstMetric: string, seenBefore: number) => Reply,
): Promise<PutMetricDataServer> {
  const calls: Call[] = [];
  const server = createServer(async (request, response) => {
    const { Namespace: namespace, MetricData: data } = JSON.parse(await readText(request)) as Body;
    const firstMetric = data[0]?.MetricName ?? '';
    const seenBefore = calls.filter(call => call.firstMetric === firstMetric).length;
    const reply = replyTo(firstMetric, seenBefore);
    calls.push({ namespace, firstMetric, count: data.length, reply });
    if (reply === 'never') return;
    response.writeHead(reply.status, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify(reply.error === undefined ? {} : errorBody(reply.error)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const stop = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return { endpoint: `http://127.0.0.1:${port}`, calls, stop };
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function errorBody(error: string) {
  return { __type: `com.amazonaws.cloudwatch.v2010_08_01#${error}`, message: `told to: ${error}` };
}
