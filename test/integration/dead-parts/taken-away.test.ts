import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Datapoint } from '../../../lib/alarms/range.ts';
import { type LocalAws, startLocalAws } from '../../local-aws.ts';
import {
  createQueue,
  createTable,
  createTopic,
  dropQueue,
  dropTable,
  dropTopic,
  subscribe,
  unsubscribe,
} from '../../notify-lambda/account-parts.ts';
import { findCloudWatchMail } from '../../notify-lambda/cloudwatch-mail.ts';
import type { Fate } from './aws-proxy.ts';
import { createWorld, type World } from './world.ts';

vi.setConfig({ testTimeout: 120_000 });

// A part is taken away at minute 11, and an alarm goes on then; the part is back at minute 21.
const death = 11;
const back = 21;
const end = 26;

/** The dead man's switch is called until the next check that finds the part missing. */
const freshMinutes = 4;

/** Nobody waits longer than this, in minutes, unless calls of the dead man's switch stop before. */
const limit = 10;

type Change = (world: World) => Promise<void>;

type Part = Readonly<{
  /** Takes the part away and brings it back. */
  drop?: Change;
  restore?: Change;
  /** What happens to a call meanwhile. */
  fate?: (call: string) => Fate;
  /** Mails until the part is back, as `minute severity`, counted from when it was taken away. */
  mails: readonly string[];
  /** Minutes until CloudWatch sends a mail itself; undefined for never. */
  cloudWatch?: number;
}>;

const warning = ({ service }: World) => `jobwatch-${service}-warning`;

const parts: Readonly<Record<string, Part>> = {
  'the queue': {
    drop: ({ clients, queueUrl }) => dropQueue(clients.sqs, queueUrl),
    restore: async ({ clients, queueUrl }) => {
      await createQueue(clients.sqs, queueUrl.split('/').at(-1) ?? '');
    },
    mails: ['1 warning'],
  },
  'the table': {
    drop: ({ clients, service }) => dropTable(clients.dynamo, service),
    restore: ({ clients, service }) => createTable(clients.dynamo, service),
    mails: [],
    cloudWatch: 3,
  },
  'the topic': {
    drop: world => dropTopic(world.clients.sns, warning(world)),
    restore: async world => {
      await createTopic(world.clients.sns, warning(world));
      await subscribe(world.clients.sns, warning(world), world.mailsQueue);
    },
    mails: ['5 critical'],
    cloudWatch: 4,
  },
  'the subscription': {
    drop: world => unsubscribe(world.clients.sns, warning(world)),
    restore: world => subscribe(world.clients.sns, warning(world), world.mailsQueue),
    mails: ['5 critical'],
    cloudWatch: 4,
  },
  'the permission to read alarms': {
    fate: call => (call === 'DescribeAlarms' ? 'deny' : 'pass'),
    mails: [],
    cloudWatch: 7,
  },
  'the permission to write the table': {
    fate: call => (call === 'PutItem' ? 'deny' : 'pass'),
    mails: [],
    cloudWatch: 3,
  },
  'the permission to publish': {
    fate: call => (call === 'Publish' ? 'deny' : 'pass'),
    mails: [],
    cloudWatch: 4,
  },
  'SNS of the region': {
    fate: call => (/^Publish$|^ListSub/.test(call) ? 'reset' : 'pass'),
    mails: [],
    cloudWatch: 4,
  },
};

let aws: LocalAws;

beforeAll(async () => {
  aws = await startLocalAws();
});

afterAll(() => aws?.stop());

test.for(Object.entries(parts))(
  'without %s, someone is notified within ten minutes, and nothing is lost',
  async ([name, part]) => {
    const world = await createWorld(aws, name.replaceAll(' ', '-'));
    const { mails, cloudWatch, isSilent } = await live(world, part);
    await world.close();
    const told = mails.filter(({ minute }) => minute < back);
    expect({ mails: told.map(describe), cloudWatch }).toEqual({
      mails: part.mails,
      cloudWatch: part.cloudWatch,
    });
    const [first = Number.POSITIVE_INFINITY] = told.map(({ minute }) => minute - death);
    const soonest = Math.min(first, part.cloudWatch ?? first);
    expect(soonest).toBeLessThanOrEqual(limit);
    expect(isSilent).toBe(true);
    const aboutJob = mails.filter(({ subject }) => /clip_sync is failing/.test(subject));
    expect(aboutJob).toHaveLength(1);
  },
);

type SentMail = Readonly<{ minute: number; topic: string; subject: string }>;

type Lived = Readonly<{
  mails: readonly SentMail[];
  cloudWatch: number | undefined;
  /** Whether the dead man's switch is no longer called once the last heartbeats are old. */
  isSilent: boolean;
}>;

function describe({ minute, topic }: SentMail): string {
  return `${minute - death} ${topic.split('-').at(-1)}`;
}

async function live(world: World, part: Part): Promise<Lived> {
  // people have an hour after this to confirm their subscriptions
  await world.run(-60);
  const errors: Datapoint[] = Array.from({ length: 10 }, (_, at) => ({ at: 60 * at, value: 0 }));
  const mails: SentMail[] = [];
  const asked = new Map<number, number>();
  for (let minute = 10; minute <= end; minute++) {
    if (minute === death) await die(world, part);
    if (minute === back) await revive(world, part);
    await world.publishHeartbeat(minute);
    const { error } = await world.run(minute);
    errors.push({ at: 60 * minute, value: error === undefined ? 0 : 1 });
    mails.push(...(await world.readMails()).map(mail => ({ ...mail, minute })));
    asked.set(minute, world.outside.received.length);
  }
  const isSilent = asked.get(death + freshMinutes) === asked.get(back - 1);
  return { mails, cloudWatch: findCloudWatchMail(errors, { death, end }), isSilent };
}

async function die(world: World, { drop, fate }: Part): Promise<void> {
  await drop?.(world);
  if (fate !== undefined) world.proxy.decide(fate);
  await world.change(death, 'ALARM');
}

async function revive(world: World, { restore }: Part): Promise<void> {
  await restore?.(world);
  world.proxy.decide(() => 'pass');
}
