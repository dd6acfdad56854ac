import type { AlarmState } from '../../lib/alarms/evaluate.ts';
import type { KnownAlarm } from '../../lib/deployed/known-alarms.ts';
import { StaleVersionError, type Stored } from '../../lib/deployed/notifier-table.ts';
import type { BrokenTopic } from '../../lib/lambda/notify/check-topics.ts';
import type { NotifierDependencies } from '../../lib/lambda/notify/dependencies.ts';
import type { NotifyLine } from '../../lib/lambda/notify/log-line.ts';
import { NotifierError } from '../../lib/lambda/notify/notifier-error.ts';
import type { QueueMessage } from '../../lib/lambda/notify/queue.ts';
import { createNotifier } from '../../lib/lambda/notify.ts';
import type { DeliveryResult } from '../../lib/notify/channels/delivery.ts';
import type { MailTopic } from '../../lib/notify/destinations.ts';
import { wording } from '../notify/guides.ts';
import { loud, team } from '../notify/play.ts';

/** The minute that the scenarios begin with, in Unix seconds. */
export const M0 = Date.UTC(2026, 10, 23, 12) / 1_000;

export const failing: KnownAlarm = {
  name: 'clipper/clip_sync/BackgroundJobFailing',
  alert: 'BackgroundJobFailing',
  job: 'clip_sync',
  severity: 'warning',
  source: 'application',
  hasValue: true,
};

export const topics: readonly MailTopic[] = [
  { topicName: 'jobwatch-clipper-warning', severity: 'warning', addresses: ['team@example.com'] },
  { topicName: 'jobwatch-clipper-critical', severity: 'critical', addresses: ['on@example.com'] },
];

/** Everything outside the notifier, as it is left when a process ends. */
export type World = {
  alarms: Map<string, Readonly<{ state: AlarmState; since: number }>>;
  queue: QueueMessage[];
  items: Map<string, Stored>;
  claimed: number;
  first: number | undefined;
  /** `minute destination subject`. */
  sent: string[];
  asked: number[];
  broken: BrokenTopic[];
  lines: NotifyLine[];
  refuses: (destination: string) => boolean;
};

export function createWorld(): World {
  return {
    ...{ alarms: new Map(), queue: [], items: new Map(), claimed: 0, first: M0 - 86_400 },
    ...{ sent: [], asked: [], broken: [], lines: [], refuses: () => false },
  };
}

/** Changes the state of an alarm at a minute after M0, in CloudWatch and in the queue. */
export function change(world: World, minute: number, state: AlarmState, alarm = failing): void {
  const since = M0 + 60 * minute - 20;
  world.alarms.set(alarm.name, { state, since });
  const timestamp = new Date(since * 1_000).toISOString().replace('Z', '+0000');
  const detail = { alarmName: alarm.name, state: { value: state, timestamp } };
  world.queue.push({ body: JSON.stringify({ detail }), handle: `${world.queue.length} ${minute}` });
}

/** A step after which a process may end. */
export type Step = 'receive' | 'read-alarms' | 'read' | 'claim' | 'send' | 'write' | 'remove';

/** Called after each step; if it never resolves, the process has ended. */
type AfterStep = (step: Step) => Promise<void>;

/** A process of the notifier in a world. */
export function startNotifier(
  world: World,
  overrides: Partial<NotifierDependencies> = {},
  after: AfterStep = async () => {},
) {
  return createNotifier({
    known: new Map([[failing.name, failing]]),
    topics,
    settings: { routes: team, quiet: loud },
    ...createQueue(world, after),
    ...createTable(world, after),
    readAlarms: async () => {
      await after('read-alarms');
      return [...world.alarms].flatMap(([name, known]) =>
        name === failing.name ? [{ ...failing, ...known, value: 25, limit: 5 }] : [],
      );
    },
    checkTopics: async () => ({ isChecked: true, broken: world.broken }),
    prepareWording: async () => wording,
    send: async ({ at, destination }, { subject }) => {
      if (world.refuses(destination)) return refused;
      world.sent.push(`${(at - M0) / 60} ${destination} ${subject}`);
      await after('send');
      return { ok: true, attempts: 1 };
    },
    callSwitch: async at => {
      world.asked.push((at - M0) / 60);
      return true;
    },
    log: line => world.lines.push(line),
    monotonic: () => 0,
    ...overrides,
  });
}

const refused: DeliveryResult = { ok: false, code: 'server-error', problem: 'no', attempts: 3 };

function createQueue(world: World, after: AfterStep): Pick<NotifierDependencies, 'queue'> {
  return {
    queue: {
      receive: async () => {
        await after('receive');
        return [...world.queue];
      },
      remove: async messages => {
        const handles = new Set(messages.map(({ handle }) => handle));
        world.queue = world.queue.filter(({ handle }) => !handles.has(handle));
        await after('remove');
      },
    },
  };
}

function createTable(world: World, after: AfterStep): Pick<NotifierDependencies, 'table'> {
  const read = (name: string) => world.items.get(name) ?? { text: undefined, version: 0 };
  return {
    table: {
      read: async name => {
        await after('read');
        return read(name);
      },
      write: async (name, text, version) => {
        if (read(name).version !== version) throw new StaleVersionError('stale');
        world.items.set(name, { text, version: version + 1 });
        await after('write');
        return version + 1;
      },
      claim: async minute => {
        if (minute <= world.claimed) return false;
        world.claimed = minute;
        await after('claim');
        return true;
      },
      findFirstMinute: async minute => {
        world.first ??= minute;
        return world.first;
      },
    },
  };
}

/** The event of a minute, counted from M0. */
export function createEvent(minute: number) {
  return { scheduledTime: new Date((M0 + 60 * minute + 7) * 1_000).toISOString() };
}

/**
 * Runs the minutes from one to another, both included; returns those that failed, as `minute code`.
 */
export async function run(
  notifier: ReturnType<typeof startNotifier>,
  from: number,
  to: number,
): Promise<string[]> {
  const failed: string[] = [];
  for (let minute = from; minute <= to; minute++) {
    try {
      await notifier(createEvent(minute));
    } catch (error) {
      if (!(error instanceof NotifierError)) throw error;
      failed.push(`${minute} ${error.code}`);
    }
  }
  return failed;
}
