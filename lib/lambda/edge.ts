import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { Check } from '../checks/check.ts';
import { createPublisher } from '../cloudwatch/publisher.ts';
import { createAuthorizer } from '../prometheus/auth.ts';
import { createPrometheus } from '../prometheus/client.ts';
import { readAwsSecret } from '../prometheus/secrets-aws.ts';
import { functionAnswerBytes } from './bounded-answers.ts';
import { readBundledConfig } from './bundled-config.ts';
import { type CheckHandler, createHandler } from './handler.ts';
import type { RunLine } from './log.ts';
import { readPublishedMinutes } from './published-minutes.ts';

/** The past can wait: what was published is asked for once a process, within a few seconds. */
const readingOnce = {
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true },
};

/**
 * The handler of a deployed check: here the clock, the environment, the network and the log are
 * taken up. The clients live as long as the process, and so do their connections.
 */
export function createCheckHandler(check: Check): CheckHandler {
  const config = readBundledConfig();
  const { service, connection } = config;
  const client = new CloudWatchClient(readingOnce);
  return createHandler(check, {
    config,
    prometheus: createPrometheus(connection, {
      authorize: createAuthorizer(connection, readAwsSecret),
      maximumBytes: functionAnswerBytes,
    }),
    publisher: createPublisher(),
    publishedMinutes: ({ name }, from, to) =>
      readPublishedMinutes(client, { service, check: name, from, to }),
    log: writeLine,
    monotonic: () => performance.now(),
  });
}

/** A line of JSON with a time and a level is taken by Lambda's log as it is. */
function writeLine(line: RunLine): void {
  process.stdout.write(`${JSON.stringify({ timestamp: new Date().toISOString(), ...line })}\n`);
}
