import type { AlarmChange, AlarmSnapshot } from '../../notify/alarm.ts';
import { type TopicCheck, toDeliveryAlarms } from './check-topics.ts';
import type { NotifierDependencies } from './dependencies.ts';
import { type ParsedChange, parseChange } from './parse-change.ts';
import type { QueueMessage } from './queue.ts';
import type { StepRunner } from './steps.ts';

/** What is observed in a minute. */
export type Observation = Readonly<{
  changes: readonly AlarmChange[];
  unreadable: number;
  /** Undefined if they were not read. */
  alarms: readonly AlarmSnapshot[] | undefined;
  topics: TopicCheck;
  isQueueRead: boolean;
  /** Messages that the queue can delete once their content is stored. */
  handled: readonly QueueMessage[];
}>;

/** What the process knows about earlier minutes. */
type Earlier = Readonly<{
  /** When all alarms were last read; Unix seconds. */
  alarmsReadAt: number;
  /** The notifier's first minute: people get an hour to confirm their subscriptions. */
  firstMinute: number;
}>;

/** Even without an event the alarms are read this often, so that a lost event does no harm. */
export const reconcileSeconds = 300;

const confirmSeconds = 3_600;

/** Empties the queue, and reads the alarms if there is a reason to. */
export async function observe(
  dependencies: NotifierDependencies,
  { alarmsReadAt, firstMinute, at }: Earlier & Readonly<{ at: number }>,
  steps: StepRunner,
): Promise<Observation> {
  const { known, queue, readAlarms, topics, checkTopics } = dependencies;
  const [received, check] = await Promise.all([
    steps.attempt('receive', queue.receive),
    steps.attempt('check-topics', () => checkTopics(at)),
  ]);
  const parsed = (received ?? []).map(message => ({
    message,
    change: parseChange(message.body, known),
  }));
  const changes = parsed.flatMap(({ change }) => (isChange(change) ? [change] : []));
  const mustRead =
    changes.length > 0 || received === undefined || at - alarmsReadAt >= reconcileSeconds;
  const read = mustRead ? await steps.attempt('read-alarms', readAlarms) : undefined;
  const isGrace = at - firstMinute < confirmSeconds;
  const topicCheck = check ?? { isChecked: false, broken: [] };
  const ofTopics = isGrace ? [] : toDeliveryAlarms(topics, topicCheck, at);
  // If an alarm was not read, only its changes are known, and they come again.
  const isUnheard = ({ change }: (typeof parsed)[number]) =>
    change === 'unreadable' || (isChange(change) && read === undefined);
  return {
    changes,
    unreadable: parsed.filter(({ change }) => change === 'unreadable').length,
    alarms: read === undefined ? undefined : [...read, ...ofTopics],
    topics: topicCheck,
    isQueueRead: received !== undefined,
    handled: parsed.filter(one => !isUnheard(one)).map(({ message }) => message),
  };
}

function isChange(change: ParsedChange): change is AlarmChange {
  return typeof change === 'object';
}
