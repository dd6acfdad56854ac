import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Datapoint } from '../../lib/alarms/range.ts';
import type { KnownAlarm } from '../../lib/deployed/known-alarms.ts';
import { toDeliveryAlarms } from '../../lib/lambda/notify/check-topics.ts';
import type { NotifierDependencies } from '../../lib/lambda/notify/dependencies.ts';
import { judge } from '../cdk/fallback-mails.ts';
import { findCloudWatchMail } from './cloudwatch-mail.ts';
import {
  change,
  createWorld,
  failing,
  M0,
  run,
  startNotifier,
  topics,
  type World,
} from './notifier-environment.ts';

// Each row of docs/reliability.md is a test: the part fails at minute 11, and an alarm goes on
// then.
const death = 11;
const end = 40;

/** Nobody waits longer than this, in minutes, unless calls of the dead man's switch stop before. */
const limit = 10;

const refuse = () => Promise.reject(new Error('denied'));

type Dependencies = Partial<NotifierDependencies>;

/** What is left without a part. */
type Left = Readonly<{
  /** What the notifier uses from the failure on; before, nothing happens. */
  dead?: Dependencies;
  /** Changes the world when the part fails. */
  kill?: (world: World) => void;
  /** Whether the notifier still runs. */
  runs?: boolean;
  alarm?: KnownAlarm;
  /** Minutes until CloudWatch's alarm on a heartbeat goes on; then the heartbeat is not fresh. */
  after?: number;
}>;

const own = (alert: string): KnownAlarm => ({
  ...{ name: `clipper/${alert}`, alert, job: undefined, severity: 'critical' },
  ...{ source: undefined, hasValue: false },
});

/** Minutes from an alarm's last heartbeat until it is on, by CloudWatch's rules. */
function countMinutes(alert: string, heartbeat: number | undefined): number {
  const points = Array.from({ length: end }, (_, minute) => ({ at: minute * 60, value: 3 }));
  const dead = points.map(({ at, value }) => ({ at, value: at > death * 60 ? heartbeat : value }));
  const known = dead.filter((point): point is Datapoint => point.value !== undefined);
  const on = judge(alert, known).find(({ state }) => state === 'ALARM');
  return (on?.at ?? Number.POSITIVE_INFINITY) / 60 - death;
}

type Ways = Readonly<{
  /** Minutes until the notifier, and until CloudWatch itself, sends anything. */
  notifier: number | undefined;
  cloudWatch: number | undefined;
  /** Whether the dead man's switch is no longer called, after a few minutes. */
  isSilent: boolean;
  sent: readonly string[];
}>;

async function live({ dead = {}, kill, runs = true, alarm = failing, after }: Left): Promise<Ways> {
  const world = createWorld();
  let now = 0;
  const alive: Dependencies = {
    known: new Map([[alarm.name, alarm]]),
    readAlarms: async () =>
      [...world.alarms].map(([, state]) => ({ ...alarm, ...state, value: 25, limit: 5 })),
    callSwitch: async () => {
      const isFresh = after === undefined || now < death + freshMinutes;
      if (isFresh) world.asked.push(now);
      return isFresh;
    },
  };
  const notifier = startNotifier(world, { ...alive, ...switchOver(dead, () => now >= death) });
  const errors: Datapoint[] = [];
  for (; now <= end; now++) {
    if (now === death) kill?.(world);
    if (now === death + (after ?? 0)) change(world, now, 'ALARM', alarm);
    if (now >= death && !runs) continue;
    const failed = await run(notifier, now, now).catch(() => ['threw']);
    errors.push({ at: now * 60, value: failed.length });
  }
  const [first] = world.sent;
  return {
    notifier: first === undefined ? undefined : Number(first.split(' ')[0]) - death,
    cloudWatch: findCloudWatchMail(errors, { death, end }),
    isSilent: world.asked.every(minute => minute < death + freshMinutes),
    sent: world.sent.map(line => line.replace(/^\d+ /, '')),
  };
}

/** Minutes for which the last heartbeat is fresh: 240 s. */
const freshMinutes = 4;

/** Functions that work normally, with nothing to do, until the part fails. */
function switchOver(dead: Dependencies, isDead: () => boolean): Dependencies {
  const { queue, table, readAlarms, checkTopics } = dead;
  const idle = { text: undefined, version: 0 };
  return {
    ...(queue && {
      queue: {
        receive: async () => (isDead() ? queue.receive() : []),
        remove: async messages => (isDead() ? queue.remove(messages) : undefined),
      },
    }),
    ...(table && {
      table: { ...table, read: async name => (isDead() ? table.read(name) : idle) },
    }),
    ...(readAlarms && { readAlarms: async () => (isDead() ? readAlarms() : []) }),
    ...(checkTopics && {
      checkTopics: async at => (isDead() ? checkTopics(at) : { isChecked: true, broken: [] }),
    }),
  };
}

const broken = topics.slice(0, 1).map(topic => ({ topic, since: M0 + death * 60 }));

const rows: Readonly<Record<string, Left>> = {
  'EventBridge drops a state change': {
    dead: { queue: { receive: async () => [], remove: async () => {} } },
  },
  'The queue is gone or may not be read': {
    dead: { queue: { receive: refuse, remove: refuse } },
  },
  'The alarms may not be read': { dead: { readAlarms: refuse } },
  'The table is gone or may not be read': {
    dead: {
      table: { read: refuse, write: refuse, claim: refuse, findFirstMinute: async () => 0 },
    },
  },
  'The table may not be written': {
    dead: {
      table: {
        read: async () => ({ text: undefined, version: 0 }),
        ...{ write: refuse, claim: refuse, findFirstMinute: async () => 0 },
      },
    },
  },
  'The notifier, its schedule or its role is gone': { runs: false },
  'A channel fails': {
    kill: world => {
      world.refuses = destination => destination === 'team';
    },
  },
  'Every channel fails, or SNS in the region': {
    kill: world => {
      world.refuses = () => true;
    },
  },
  'A mail topic or its last confirmed subscription is gone': {
    kill: world => {
      world.broken = broken;
      world.refuses = destination => destination === 'team';
    },
  },
  'SNS does not say whether a topic has a subscription': { dead: { checkTopics: refuse } },
  'The judge, its schedule or its role is gone': {
    ...{ alarm: own('NotReporting'), after: countMinutes('NotReporting', undefined) },
  },
  'Prometheus does not answer, or CloudWatch does not take the metrics': {
    ...{ alarm: own('SourceUnreachable'), after: countMinutes('SourceUnreachable', 1) },
  },
};

const page = readFileSync('docs/reliability.md', 'utf8');

test.for(Object.entries(rows))(
  "%s: someone is notified within ten minutes, or the dead man's switch is no longer called",
  async ([part, left]) => {
    const { notifier, cloudWatch, isSilent } = await live(left);
    const soonest = Math.min(
      notifier ?? Number.POSITIVE_INFINITY,
      cloudWatch ?? Number.POSITIVE_INFINITY,
    );
    expect(soonest <= limit || isSilent).toBe(true);
    expect(page).toContain(writeRow(part, { notifier, cloudWatch, isSilent }));
  },
);

function writeRow(part: string, { notifier, cloudWatch, isSilent }: Omit<Ways, 'sent'>): string {
  const format = (minutes: number | undefined) => (minutes === undefined ? '' : `${minutes} min`);
  return `| ${[part, format(notifier), format(cloudWatch), isSilent ? 'silent' : ''].join(' | ')} |`;
}

test('the other channels report a channel or a topic that reaches nobody', async () => {
  const channel = await live(rows['A channel fails'] ?? {});
  expect(channel.sent).toEqual([expect.stringMatching(/^oncall \[critical\].*channel/)]);
  expect(toDeliveryAlarms(topics, { isChecked: true, broken }, M0)).toMatchObject([
    { severity: 'critical', state: 'ALARM' },
    { severity: 'warning', state: 'OK' },
  ]);
});
