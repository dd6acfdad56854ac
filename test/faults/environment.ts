import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { alertNames } from '../../lib/checks/index.ts';
import { namespaceFor } from '../../lib/cloudwatch/names.ts';
import { createPublisher } from '../../lib/cloudwatch/publisher.ts';
import type { Config } from '../../lib/config/config.ts';
import { type Asked, limitAnswers } from '../../lib/lambda/bounded-answers.ts';
import { createJudge } from '../../lib/lambda/judge.ts';
import type { RoundLine } from '../../lib/lambda/log.ts';
import { readPublishedMinutes, readPublishedRatios } from '../../lib/lambda/published-minutes.ts';
import { createPrometheus, type Prometheus } from '../../lib/prometheus/client.ts';

/** The judge in one execution environment, which stays warm. */
export type Environment = Readonly<{
  /** Runs a round for a minute (Unix seconds) and gives the errors that it throws. */
  run: (at: number) => Promise<readonly Error[]>;
  log: readonly RoundLine[];
  stop: () => void;
}>;

type EnvironmentContext = Readonly<{
  config: Config;
  prometheus: Asked;
  /** URL of a CloudWatch. */
  endpoint: string;
}>;

/** Makes a cold start with the real publisher and judge. */
export function startEnvironment({
  config,
  prometheus,
  endpoint,
}: EnvironmentContext): Environment {
  const client = new CloudWatchClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
  const log: RoundLine[] = [];
  const { service } = config;
  const judge = createJudge({
    config,
    prometheus,
    publisher: createPublisher({ client, namespace: namespaceFor(service) }),
    readPublishedMinutes: (from, to) => readPublishedMinutes(client, { service, from, to }),
    readPublishedRatios: (from, to) =>
      readPublishedRatios(client, { service, from, to }, alertNames),
    log: line => log.push(line),
    monotonic: () => performance.now(),
    limits: limitAnswers(256),
  });
  const run = async (at: number) => {
    const scheduledTime = new Date(at * 1000).toISOString();
    return judge({ scheduledTime }).then(
      () => [],
      (error: Error) => [error],
    );
  };
  return { run, log, stop: () => client.destroy() };
}

/** Creates a client without authentication. Short deadlines keep tests of faults fast. */
export function createClient(
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

/** Creates a client that passes each call to the client that was set last. */
export function createSwitch(first: Asked) {
  let current = first;
  return {
    set: (next: Asked) => {
      current = next;
    },
    instant: ((promql, at) => current.instant(promql, at)) satisfies Asked['instant'],
    range: ((promql, range) => current.range(promql, range)) satisfies Asked['range'],
    samples: ((selector, span) => current.samples(selector, span)) satisfies Asked['samples'],
  };
}
