import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { alertNames } from '../checks/index.ts';
import { namespaceFor } from '../cloudwatch/names.ts';
import { createPublisher } from '../cloudwatch/publisher.ts';
import { createAuthorizer } from '../prometheus/auth.ts';
import { createPrometheus } from '../prometheus/client.ts';
import { readAwsSecret } from '../prometheus/secrets-aws.ts';
import { limitAnswers } from './bounded-answers.ts';
import { readBundledConfig } from './bundled-config.ts';
import type { JudgeHandler } from './dependencies.ts';
import { createJudge } from './judge.ts';
import type { RoundLine } from './log.ts';
import { readLastValue, readPublishedMinutes, readPublishedRatios } from './published-minutes.ts';

/** The past can wait: what was published is read once per process, within a few seconds. */
const readingOnce = {
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true },
};

/** What Lambda gives a function by default. */
const leastMegabytes = 128;

/**
 * The handler of the deployed judge. The clock, the environment, the network and the log are
 * connected here. The clients and their connections live as long as the process.
 */
export function createDeployedJudge(): JudgeHandler {
  const config = readBundledConfig();
  const { service, connection } = config;
  const client = new CloudWatchClient(readingOnce);
  const megabytes = Number(process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE ?? leastMegabytes);
  const limits = limitAnswers(megabytes);
  const alerts = config.fleet.unlisted.maximum === 0 ? [] : alertNames;
  const unlisted = config.alarms === 'job' ? 'UnlistedVerdict' : 'UnlistedJobs';
  return createJudge({
    config,
    prometheus: createPrometheus(connection, {
      authorize: createAuthorizer(connection, readAwsSecret),
      maximumBytes: limits.bytes,
    }),
    publisher: createPublisher({ namespace: namespaceFor(service) }),
    readPublishedMinutes: (from, to) => readPublishedMinutes(client, { service, from, to }),
    readPublishedRatios: (from, to) => readPublishedRatios(client, { service, from, to }, alerts),
    readUnlisted: (from, to) => readLastValue(client, { service, from, to }, unlisted),
    log: writeLine,
    monotonic: () => performance.now(),
    limits,
  });
}

/** Lambda's log accepts a line of JSON with a time and a level as it is. */
function writeLine(line: RoundLine): void {
  process.stdout.write(`${JSON.stringify({ timestamp: new Date().toISOString(), ...line })}\n`);
}
