import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { allAlarms } from '../alarms/all-alarms.ts';
import { alarmPrefix, notifierTableName } from '../cloudwatch/names.ts';
import type { Config } from '../config/config.ts';
import type { AlarmSnapshot } from '../notify/alarm.ts';
import type { NotifierState } from '../notify/state.ts';
import { parseState } from '../notify/state-json.ts';
import { explainAwsError } from './deployed-error.ts';
import { mapKnownAlarms } from './known-alarms.ts';
import { changeMutes, parseMutes, type StoredMute } from './mutes.ts';
import { createNotifierTable } from './notifier-table.ts';
import { readAlarms } from './read-alarms.ts';

/** What is on, and what is muted. */
export type DeployedStatus = Readonly<{
  /** The alarms of jobs and of Jobwatch itself, whatever their state. */
  alarms: readonly AlarmSnapshot[];
  mutes: readonly StoredMute[];
  /** Channels that could not be reached, and since when; Unix seconds. */
  failing: NotifierState['failing'];
}>;

type ChangeMutes = (mutes: readonly StoredMute[]) => readonly StoredMute[];

/**
 * A deployed service, accessed with the default credentials and region. Each call throws
 * `DeployedError`.
 */
export type DeployedService = Readonly<{
  readStatus: (at: number) => Promise<DeployedStatus>;
  /** The mutes that are active at a time. */
  readMutes: (at: number) => Promise<readonly StoredMute[]>;
  /** Changes the mutes that are active at a time, and returns those that are active then. */
  changeMutes: (at: number, change: ChangeMutes) => Promise<readonly StoredMute[]>;
  /** Who calls, as AWS knows them: an ARN. */
  findCaller: () => Promise<string>;
  close: () => void;
}>;

export function openDeployedService(config: Config): DeployedService {
  const { service, fleet } = config;
  const options = { maxAttempts: 3 };
  const clients = {
    dynamo: new DynamoDBClient(options),
    cloudWatch: new CloudWatchClient(options),
    sts: new STSClient(options),
  };
  const table = createNotifierTable(clients.dynamo, notifierTableName(service));
  const explain = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    try {
      return await work();
    } catch (error) {
      throw explainAwsError(error, service);
    }
  };
  return {
    readStatus: at =>
      explain(async () => {
        // the links of the alarms' texts are not shown, so any region works
        const known = mapKnownAlarms(allAlarms(config, ''), fleet);
        const [alarms, state, mutes] = await Promise.all([
          readAlarms(clients.cloudWatch, alarmPrefix(service), known),
          table.read('state'),
          table.read('mutes'),
        ]);
        const { failing } = parseState(state.text);
        return { alarms, mutes: parseMutes(mutes.text, at), failing };
      }),
    readMutes: at => explain(async () => parseMutes((await table.read('mutes')).text, at)),
    changeMutes: (at, change) => explain(() => changeMutes(table, at, change)),
    findCaller: () =>
      explain(async () => {
        const { Arn = '' } = await clients.sts.send(new GetCallerIdentityCommand({}));
        return Arn;
      }),
    close: () => {
      for (const client of Object.values(clients)) client.destroy();
    },
  };
}
