import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { checks } from '../../lib/checks/index.ts';
import { createPublisher } from '../../lib/cloudwatch/publisher.ts';
import type { Config } from '../../lib/config/config.ts';
import { createHandler } from '../../lib/lambda/handler.ts';
import type { RunLine } from '../../lib/lambda/log.ts';
import { readPublishedMinutes } from '../../lib/lambda/published-minutes.ts';
import { createPrometheus, type Prometheus } from '../../lib/prometheus/client.ts';

/** The five functions in one life, as warm as they are kept. */
export type Environment = Readonly<{
  /** Runs all checks for a minute (Unix seconds), at once; gives the errors that were thrown. */
  run: (at: number) => Promise<readonly Error[]>;
  log: readonly RunLine[];
  stop: () => void;
}>;

export type Around = Readonly<{
  config: Config;
  prometheus: Pick<Prometheus, 'instant' | 'range'>;
  /** Endpoint of a CloudWatch. */
  endpoint: string;
}>;

/** A cold start of all functions, with the real publisher and handlers. */
export function startEnvironment({ config, prometheus, endpoint }: Around): Environment {
  const client = new CloudWatchClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
  const log: RunLine[] = [];
  const { service } = config;
  const handlers = checks.map(check =>
    createHandler(check, {
      config,
      prometheus,
      publisher: createPublisher({ client }),
      publishedMinutes: ({ name }, from, to) =>
        readPublishedMinutes(client, { service, check: name, from, to }),
      log: line => log.push(line),
      monotonic: () => performance.now(),
    }),
  );
  const run = async (at: number) => {
    const scheduledTime = new Date(at * 1000).toISOString();
    const ends = await Promise.allSettled(handlers.map(handler => handler({ scheduledTime })));
    return ends.flatMap(end => (end.status === 'rejected' ? [end.reason as Error] : []));
  };
  return { run, log, stop: () => client.destroy() };
}

/** A client of a Prometheus that is open to all; short deadlines make faults cheap in a test. */
export function clientOf(
  url: string,
  options: Readonly<{ deadlineMilliseconds?: number; maximumBytes?: number }> = {},
): Prometheus {
  const connection = {
    url,
    auth: { kind: 'none' },
    headers: {},
    certificateAuthority: undefined,
  } as const;
  return createPrometheus(connection, {
    authorize: { headers: async () => ({}), refresh: () => undefined },
    ...options,
  });
}

/** A Prometheus whose address changes: it asks the client that was set last. */
export function switchable(first: Prometheus) {
  let current = first;
  return {
    set: (next: Prometheus) => {
      current = next;
    },
    instant: ((promql, at) => current.instant(promql, at)) satisfies Prometheus['instant'],
    range: ((promql, range) => current.range(promql, range)) satisfies Prometheus['range'],
  };
}
