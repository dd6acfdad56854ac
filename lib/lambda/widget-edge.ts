import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { notifierTableName } from '../cloudwatch/names.ts';
import { parseMutes } from '../deployed/mutes.ts';
import { createNotifierTable } from '../deployed/notifier-table.ts';
import type { Maintenance } from '../model/schedule.ts';
import { createLiveHistory } from '../panels/live-history.ts';
import { listMuted } from '../panels/muted.ts';
import { createPanelSource } from '../panels/outcome.ts';
import { createAuthorizer } from '../prometheus/auth.ts';
import { createPrometheus } from '../prometheus/client.ts';
import { readAwsSecret } from '../prometheus/secrets-aws.ts';
import { readBundledConfig } from './bundled-config.ts';
import { createWidgetHandler, type WidgetDependencies, type WidgetHandler } from './widget.ts';

/** A viewer waits: a readable "unreachable" after this is better than a spinner. */
const deadlineMilliseconds = 12_000;

/**
 * What a function of 256 MB reads at once. Four answers are read at the same time, and as objects
 * they take about six times as much memory. The client rejects a longer answer, and less is
 * queried.
 */
const answers = { bytes: 4 * 1024 * 1024, samples: 100_000 } as const;

/** The handler of the deployed widget. The clock, the network and the bundle are connected here. */
export function createDeployedWidget(): WidgetHandler {
  const { connection, fleet, service, maintenance } = readBundledConfig();
  const prometheus = createPrometheus(connection, {
    authorize: createAuthorizer(connection, readAwsSecret),
    deadlineMilliseconds,
    maximumBytes: answers.bytes,
  });
  const live = createLiveHistory(prometheus, fleet);
  const options = { deadlineMilliseconds, answerSamples: answers.samples };
  return createWidgetHandler({
    source: createPanelSource(live, fleet, options),
    findMuted: createMutedFinder(service, maintenance),
    now: () => Date.now() / 1000,
  });
}

/** A function in a network without a route to DynamoDB must fail soon. */
const table = {
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 2_000, throwOnRequestTimeout: true },
};

/** What the configuration and `jobwatch mute` mute. */
function createMutedFinder(
  service: string,
  maintenance: readonly Maintenance[],
): WidgetDependencies['findMuted'] {
  const stored = createNotifierTable(new DynamoDBClient(table), notifierTableName(service));
  return async at => {
    const text = await stored.read('mutes').catch(() => undefined);
    const mutes = parseMutes(text?.text, at);
    const muted = listMuted({ mutes, maintenance }, at);
    return { kind: 'muted', at, muted, isPart: text === undefined };
  };
}
