import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { allAlarms } from '../alarms/all-alarms.ts';
import { alarmPrefix, notifierTableName } from '../cloudwatch/names.ts';
import type { Config } from '../config/config.ts';
import { mapKnownAlarms } from '../deployed/known-alarms.ts';
import { createNotifierTable } from '../deployed/notifier-table.ts';
import { readAlarms } from '../deployed/read-alarms.ts';
import { createRoutes, listRecipients, type MailTopic } from '../notify/destinations.ts';
import { createAuthorizer } from '../prometheus/auth.ts';
import { createPrometheus } from '../prometheus/client.ts';
import { readAwsSecret } from '../prometheus/secrets-aws.ts';
import { limitAnswers } from './bounded-answers.ts';
import { readBundledConfig } from './bundled-config.ts';
import { callSwitch } from './notify/call-switch.ts';
import { createTopicChecker, hasConfirmedSubscription } from './notify/check-topics.ts';
import type { NotifierDependencies } from './notify/dependencies.ts';
import { createFactsFinder } from './notify/find-facts.ts';
import type { NotifyLine } from './notify/log-line.ts';
import { createChangesQueue } from './notify/queue.ts';
import { isHeartbeatFresh } from './notify/read-heartbeat.ts';
import { rememberSecrets } from './notify/secret-text.ts';
import { sendMessage } from './notify/send.ts';
import { createWording, type FindFacts } from './notify/wording.ts';
import { createNotifier, type NotifierHandler } from './notify.ts';
import { createSources } from './read-sources.ts';

/** AWS answers within the region in tens of milliseconds; a run has 50 s for everything. */
const client = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 4_000, throwOnRequestTimeout: true },
};

/** `DescribeAlarms` accepts 9 calls a second, and a large service has 45 pages of alarms. */
const patient = { ...client, maxAttempts: 6, retryMode: 'adaptive' };

/** The function's settings from the stack, besides the configuration. */
type Environment = Readonly<{
  region: string;
  queueUrl: string;
  /** The ARN of the stack's topics up to their names. */
  topicArnPrefix: string;
  megabytes: number;
}>;

function readEnvironment(): Environment {
  const { AWS_REGION = '', JOBWATCH_QUEUE_URL = '', JOBWATCH_TOPIC_ARN_PREFIX = '' } = process.env;
  return {
    region: AWS_REGION,
    queueUrl: JOBWATCH_QUEUE_URL,
    topicArnPrefix: JOBWATCH_TOPIC_ARN_PREFIX,
    megabytes: Number(process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE ?? 128),
  };
}

/**
 * The handler of the deployed notifier. The clock, the environment, the network and the log are
 * connected here. The clients and their connections live as long as the process.
 */
export function createDeployedNotifier(): NotifierHandler {
  const config = readBundledConfig();
  const environment = readEnvironment();
  const { service, fleet } = config;
  const cloudWatch = new CloudWatchClient(patient);
  const plans = allAlarms(config, environment.region);
  const known = mapKnownAlarms(plans, fleet);
  const findFacts = createFinder(config, environment);
  return createNotifier({
    ...createChannels(config, environment),
    known,
    settings: readSettings(config),
    queue: createChangesQueue(new SQSClient(client), environment.queueUrl),
    table: createNotifierTable(new DynamoDBClient(client), notifierTableName(service)),
    readAlarms: () => readAlarms(cloudWatch, alarmPrefix(service), known),
    prepareWording: createWording({ config, plans, region: environment.region, findFacts }),
    callSwitch: createSwitch(config, cloudWatch),
    log: writeLine,
    monotonic: () => performance.now(),
  });
}

function createChannels(
  config: Config,
  { topicArnPrefix }: Environment,
): Pick<NotifierDependencies, 'topics' | 'checkTopics' | 'send'> {
  const sns = new SNSClient(client);
  const recipients = listRecipients(config);
  const topics = recipients.flatMap(one => (one.kind === 'mail' ? one.topics : []));
  const findTopicArn = (name: string) => `${topicArnPrefix}${name}`;
  const isConfirmed = ({ topicName }: MailTopic) =>
    hasConfirmedSubscription(sns, findTopicArn(topicName));
  const sending = {
    ...{ service: config.service, sns, findTopicArn, isConfirmed, post: {} },
    recipients: new Map(recipients.map(one => [one.name, one])),
    readSecret: rememberSecrets(readAwsSecret, () => performance.now()),
  };
  return {
    topics,
    checkTopics: createTopicChecker(topics, isConfirmed),
    send: (message, text) => sendMessage(message, text, sending),
  };
}

function readSettings(config: Config): NotifierDependencies['settings'] {
  const { fleet, maintenance, notify } = config;
  const paused = fleet.jobs.flatMap(({ name, paused: until }) =>
    typeof until === 'number' ? [{ pattern: name, until, reason: 'paused', who: '' }] : [],
  );
  return {
    routes: createRoutes(config),
    quiet: { mutes: paused, maintenance },
    remindSeconds: {
      warning: notify.remind.warningSeconds,
      critical: notify.remind.criticalSeconds,
    },
  };
}

/**
 * The notifier is in no VPC, so it can query Prometheus only if Prometheus can be reached without
 * one.
 */
function createFinder(config: Config, { megabytes }: Environment): FindFacts {
  const { connection, fleet, vpc } = config;
  if (vpc !== undefined) return async () => undefined;
  const limits = limitAnswers(megabytes);
  const prometheus = createPrometheus(connection, {
    authorize: createAuthorizer(connection, readAwsSecret),
    maximumBytes: limits.bytes,
  });
  // a message does not wait, but contains what could be read
  const reading = { prometheus, fleet, url: connection.url, limits, patientReads: 0 };
  const sources = createSources(reading);
  return createFactsFinder(sources, fleet);
}

function createSwitch(
  { service, deadMansSwitch }: Config,
  cloudWatch: CloudWatchClient,
): NotifierDependencies['callSwitch'] {
  if (deadMansSwitch === undefined) return undefined;
  const readSecret = rememberSecrets(readAwsSecret, () => performance.now());
  return async at => {
    if (!(await isHeartbeatFresh(cloudWatch, service, at))) return false;
    return callSwitch(await readSecret(deadMansSwitch));
  };
}

/** Lambda's log accepts a line of JSON with a time and a level as it is. */
function writeLine(line: NotifyLine): void {
  process.stdout.write(`${JSON.stringify({ timestamp: new Date().toISOString(), ...line })}\n`);
}
