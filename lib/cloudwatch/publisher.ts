import {
  CloudWatchClient,
  type CloudWatchClientConfig,
  type MetricDatum,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import { batch } from './batch.ts';
import { isRefusal, PublishError, type PublishReport } from './errors.ts';

type PublisherOptions = Readonly<{
  /** The namespace of all metrics; see `namespaceFor`. */
  namespace: string;
  /** Your own client; otherwise one is created for `region` and `endpoint`. */
  client?: CloudWatchClient;
  region?: string;
  endpoint?: string;
  /** For one call of `publish` including all attempts, in milliseconds. */
  deadlineMilliseconds?: number;
}>;

export type Publisher = Readonly<{
  /**
   * Sends all data in the fewest calls. Throws a `PublishError` if a call failed, after all others
   * were sent. A batch that CloudWatch has accepted is not sent again. A batch that timed out may
   * have been accepted and is sent again, which is harmless, because every metric is a gauge that
   * is read by its maximum.
   */
  publish: (data: readonly MetricDatum[]) => Promise<PublishReport>;
  /** Closes the connections of a client that the publisher created. */
  close: () => void;
}>;

/** Time for one publication: a scheduled run has a minute, and Prometheus needs most of it. */
const defaultDeadlineMilliseconds = 15_000;

/** PutMetricData answers in tens of milliseconds; only a lost connection takes seconds. */
const connectionTimeoutMilliseconds = 2_000;
const requestTimeoutMilliseconds = 5_000;

/** Parallel calls: a minute is one call, but filling thirty minutes of a large service is many. */
const concurrency = 4;

export function createPublisher(options: PublisherOptions): Publisher {
  const { namespace } = options;
  const client = options.client ?? createClient(options);
  const deadlineMilliseconds = options.deadlineMilliseconds ?? defaultDeadlineMilliseconds;
  return {
    publish: data =>
      publish({ client, namespace }, data, AbortSignal.timeout(deadlineMilliseconds)),
    close: () => {
      if (options.client === undefined) client.destroy();
    },
  };
}

function createClient({
  region,
  endpoint,
}: Pick<PublisherOptions, 'region' | 'endpoint'>): CloudWatchClient {
  const config: CloudWatchClientConfig = {
    maxAttempts: 3,
    requestHandler: {
      connectionTimeout: connectionTimeoutMilliseconds,
      requestTimeout: requestTimeoutMilliseconds,
      // without it the SDK writes a warning to the console and keeps waiting
      throwOnRequestTimeout: true,
    },
  };
  if (region !== undefined) config.region = region;
  if (endpoint !== undefined) config.endpoint = endpoint;
  return new CloudWatchClient(config);
}

type Failure = Readonly<{ data: MetricDatum[]; error: unknown }>;

type Target = Readonly<{ client: CloudWatchClient; namespace: string }>;

async function publish(
  target: Target,
  data: readonly MetricDatum[],
  signal: AbortSignal,
): Promise<PublishReport> {
  const batches = batch(data);
  const first = await sendAll(target, batches, signal);
  const refused = first.filter(({ error }) => isRefusal(error));
  const retried = first.filter(({ error }) => !isRefusal(error)).map(failure => failure.data);
  const failures = [...refused, ...(await sendAll(target, retried, signal))];
  const report = countSent(data, batches, failures);
  if (failures.length > 0) throw new PublishError(report, failures[0]?.error);
  return report;
}

function countSent(
  data: readonly MetricDatum[],
  batches: readonly MetricDatum[][],
  failures: readonly Failure[],
): PublishReport {
  const metricsFailed = failures.reduce((sum, failure) => sum + failure.data.length, 0);
  return {
    metricsSent: data.length - metricsFailed,
    batchesSent: batches.length - failures.length,
    batchesFailed: failures.length,
  };
}

async function sendAll(
  { client, namespace }: Target,
  batches: readonly MetricDatum[][],
  signal: AbortSignal,
): Promise<Failure[]> {
  const failures: Failure[] = [];
  const waiting = [...batches];
  const worker = async () => {
    for (let data = waiting.shift(); data !== undefined; data = waiting.shift()) {
      const input = { Namespace: namespace, MetricData: data };
      const command = new PutMetricDataCommand(input);
      try {
        await beforeAbort(signal, client.send(command, { abortSignal: signal }));
      } catch (error) {
        failures.push({ data, error });
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, batches.length) }, worker));
  return failures;
}

/** The SDK ignores the signal while it waits between two attempts. */
async function beforeAbort<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  let onAbort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason);
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
