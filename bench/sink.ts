import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { heartbeats } from '../lib/cloudwatch/heartbeat.ts';
import { historyEnd } from './fleet.ts';

/** A request to CloudWatch. */
export type Call = Readonly<{
  headers: Readonly<Record<string, string>>;
  body: Buffer;
  metrics: number;
  /** The judge's heartbeat, in the call that has it. */
  heartbeat: number | undefined;
  /** The oldest minute that it publishes, in Unix seconds. */
  oldest: number;
}>;

/** A CloudWatch on loopback that accepts every request. It records requests after `keep`. */
export type Sink = Readonly<{
  url: string;
  keep: () => void;
  /** Gives the requests since `keep` and stops recording. */
  take: () => readonly Call[];
  /** Whether the last round could judge everything, by its heartbeat, and had no minute to fill. */
  isWhole: () => boolean;
  /** Number of publishing requests so far. */
  count: () => number;
  close: () => Promise<void>;
}>;

const amzJson = { 'content-type': 'application/x-amz-json-1.0' };

/** An answer according to which every minute so far is published, so that the judge fills none. */
const everyMinute = JSON.stringify({
  MetricDataResults: [
    {
      Id: 'metric0',
      StatusCode: 'Complete',
      Timestamps: Array.from({ length: 400 }, (_, index) => historyEnd - 60 * (index + 1)),
      Values: Array.from({ length: 400 }, () => heartbeats.whole),
    },
  ],
});

export async function startSink(): Promise<Sink> {
  let kept: Call[] | undefined;
  let count = 0;
  let heartbeat: number | undefined;
  let minute = Number.NEGATIVE_INFINITY;
  let isFilling = false;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const isReading = String(request.headers['x-amz-target']).endsWith('.GetMetricData');
    if (!isReading) {
      count += 1;
      const call = parseCall(request, body);
      if (call.heartbeat !== undefined) {
        ({ heartbeat, oldest: minute } = call);
        isFilling = false;
      }
      if (call.oldest < minute) isFilling = true;
      kept?.push(call);
    }
    const isHeartbeat = isReading && body.includes('"Heartbeat"');
    response.writeHead(200, amzJson).end(isHeartbeat ? everyMinute : '{}');
  });
  // Connections must stay open between two rounds.
  server.keepAliveTimeout = 600_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return {
    url: `http://127.0.0.1:${address.port}`,
    keep: () => {
      kept = [];
    },
    take: () => {
      const calls = kept ?? [];
      kept = undefined;
      return calls;
    },
    isWhole: () => heartbeat === heartbeats.whole && !isFilling,
    count: () => count,
    close: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function parseCall({ headers }: IncomingMessage, body: Buffer): Call {
  const text = headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
  const { MetricData } = JSON.parse(text.toString()) as { MetricData: readonly Datum[] };
  const heartbeat = MetricData.find(({ MetricName }) => MetricName === 'Heartbeat')?.Value;
  const oldest = Math.min(...MetricData.map(({ Timestamp }) => Timestamp));
  return { headers: copyHeaders(headers), body, metrics: MetricData.length, heartbeat, oldest };
}

type Datum = Readonly<{ MetricName: string; Value: number; Timestamp: number }>;

/** Copies headers, except those that belong to the connection. */
export function copyHeaders(headers: IncomingMessage['headers']): Record<string, string> {
  const own = new Set(['host', 'connection', 'content-length', 'transfer-encoding']);
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      typeof value === 'string' && !own.has(name) ? [[name, value]] : [],
    ),
  );
}
