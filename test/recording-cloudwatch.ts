import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import type { Datapoint } from '../lib/alarms/range.ts';

/**
 * What happens to a call: it is accepted, rejected with an error of the service, or its connection
 * is broken.
 */
export type Reply = 'take' | 'reset' | Readonly<{ status: number; error: string }>;

/** `nth` counts the calls of this kind from 1. */
type Replies = (call: Readonly<{ operation: string; nth: number; metrics: number }>) => Reply;

/**
 * A CloudWatch that stores what it is sent and returns it: PutMetricData and GetMetricData (the
 * maximum of each minute) in the SDK's JSON protocol. It rejects what the service would reject.
 */
export type RecordingCloudWatch = Readonly<{
  endpoint: string;
  /** The values of a metric by time, with the maximum of each minute; see `seriesKey`. */
  series: ReadonlyMap<string, readonly Datapoint[]>;
  /** How often each minute of each metric was sent: `<key> @ <minute>`. */
  sent: ReadonlyMap<string, number>;
  /** Namespaces of everything that was sent. */
  namespaces: ReadonlySet<string>;
  /** Calls by operation, including rejected ones. */
  calls: ReadonlyMap<string, number>;
  /**
   * What the service would have rejected because of a fault in the application, in the service's
   * words.
   */
  invalid: readonly string[];
  answerWith: (replies: Replies | undefined) => void;
  /** Everything that is stored, for `restore`. */
  snapshot: () => Snapshot;
  restore: (snapshot: Snapshot) => void;
  stop: () => Promise<void>;
}>;

export type Snapshot = Readonly<{
  series: ReadonlyMap<string, readonly Datapoint[]>;
  sent: ReadonlyMap<string, number>;
}>;

type Dimension = Readonly<{ Name: string; Value: string }>;

type Datum = Readonly<{
  MetricName: string;
  Dimensions?: readonly Dimension[];
  Timestamp: number;
  Value: number;
}>;

type Query = Readonly<{
  Id: string;
  MetricStat: Readonly<{
    Metric: Readonly<{ MetricName: string; Dimensions?: readonly Dimension[] }>;
  }>;
}>;

type Body = Readonly<{
  Namespace?: string;
  MetricData?: readonly Datum[];
  MetricDataQueries?: readonly Query[];
  StartTime?: number;
  EndTime?: number;
}>;

/** A metric's name and dimensions as one text. */
export function seriesKey(metric: string, dimensions: Readonly<Record<string, string>>): string {
  const sorted = Object.entries(dimensions).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([metric, ...sorted.flat()]);
}

type Store = { series: Map<string, Datapoint[]>; sent: Map<string, number> };

export async function startRecordingCloudWatch(): Promise<RecordingCloudWatch> {
  const store: Store = { series: new Map(), sent: new Map() };
  const calls = new Map<string, number>();
  const namespaces = new Set<string>();
  const invalid: string[] = [];
  let replies: Replies | undefined;
  const server = createServer(async (request, response) => {
    const operation = String(request.headers['x-amz-target']).split('.').at(-1) ?? '';
    const body = await readBody(request);
    if (body.Namespace !== undefined) namespaces.add(body.Namespace);
    const nth = (calls.get(operation) ?? 0) + 1;
    calls.set(operation, nth);
    const metrics = body.MetricData?.length ?? 0;
    const reply = replies?.({ operation, nth, metrics }) ?? 'take';
    if (reply === 'reset') request.socket.resetAndDestroy();
    else if (reply !== 'take') refuse(response, reply.status, reply.error);
    else answer({ response, operation, body, store, invalid });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    get series() {
      return store.series;
    },
    get sent() {
      return store.sent;
    },
    namespaces,
    calls,
    invalid,
    answerWith: next => {
      replies = next;
    },
    snapshot: () => copyStore(store),
    restore: snapshot => Object.assign(store, copyStore(snapshot)),
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function copyStore({ series, sent }: Snapshot): Store {
  return {
    series: new Map([...series].map(([key, points]) => [key, [...points]])),
    sent: new Map(sent),
  };
}

async function readBody(request: IncomingMessage): Promise<Body> {
  const bytes = await buffer(request);
  const isZipped = request.headers['content-encoding'] === 'gzip';
  return JSON.parse((isZipped ? gunzipSync(bytes) : bytes).toString('utf8')) as Body;
}

function refuse(response: ServerResponse, status: number, error: string): void {
  const type = `com.amazonaws.cloudwatch.v2010_08_01#${error}`;
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' });
  response.end(JSON.stringify({ __type: type, message: `told to: ${error}` }));
}

type Exchange = Readonly<{
  response: ServerResponse;
  operation: string;
  body: Body;
  store: Store;
  invalid: string[];
}>;

function answer({ response, operation, body, store, invalid }: Exchange): void {
  const faults = operation === 'PutMetricData' ? findFaults(body.MetricData ?? []) : [];
  if (faults.length > 0) {
    invalid.push(...faults);
    refuse(response, 400, 'InvalidParameterValueException');
    return;
  }
  for (const datum of body.MetricData ?? []) keep(store, datum);
  const results = (body.MetricDataQueries ?? []).map(query => findResult(store, query, body));
  response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' });
  response.end(JSON.stringify(operation === 'GetMetricData' ? { MetricDataResults: results } : {}));
}

/** The service's own rules. Source: CloudWatch API reference, PutMetricData and Dimension. */
function findFaults(data: readonly Datum[]): string[] {
  const faults = data.length > 1000 ? [`${data.length} metrics in one call`] : [];
  for (const { MetricName, Dimensions = [], Timestamp, Value } of data) {
    const values = Dimensions.map(dimension => dimension.Value);
    const bad = values.find(value => !/^[!-9;-~]([ -~]{0,1022}[!-~])?$/.test(value));
    if (bad !== undefined) faults.push(`dimension ${JSON.stringify(bad)}`);
    if (!Number.isFinite(Value) || Math.abs(Value) > 2 ** 360)
      faults.push(`${MetricName} ${Value}`);
    if (Timestamp % 60 !== 0) faults.push(`${MetricName} at ${Timestamp}`);
  }
  return faults;
}

function formatKey(metric: string, dimensions: readonly Dimension[] = []): string {
  return seriesKey(metric, Object.fromEntries(dimensions.map(({ Name, Value }) => [Name, Value])));
}

function keep({ series, sent }: Store, { MetricName, Dimensions, Timestamp: at, Value }: Datum) {
  const key = formatKey(MetricName, Dimensions);
  const minute = `${key} @ ${at}`;
  sent.set(minute, (sent.get(minute) ?? 0) + 1);
  const points = series.get(key) ?? [];
  series.set(key, points);
  let place = points.length;
  while (place > 0 && (points[place - 1]?.at ?? 0) >= at) place -= 1;
  const held = points[place];
  if (held?.at === at) points[place] = { at, value: Math.max(held.value, Value) };
  else points.splice(place, 0, { at, value: Value });
}

function findResult({ series }: Store, { Id, MetricStat }: Query, { StartTime, EndTime }: Body) {
  const { MetricName, Dimensions } = MetricStat.Metric;
  const points = (series.get(formatKey(MetricName, Dimensions)) ?? []).filter(
    ({ at }) => at >= (StartTime ?? 0) && at < (EndTime ?? Number.POSITIVE_INFINITY),
  );
  const newestFirst = points.toReversed();
  return {
    Id,
    Label: MetricName,
    StatusCode: 'Complete',
    Timestamps: newestFirst.map(({ at }) => at),
    Values: newestFirst.map(({ value }) => value),
  };
}
