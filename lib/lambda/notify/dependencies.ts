import type { KnownAlarm } from '../../deployed/known-alarms.ts';
import type { NotifierTable } from '../../deployed/notifier-table.ts';
import type { AlarmSnapshot } from '../../notify/alarm.ts';
import type { DeliveryResult } from '../../notify/channels/delivery.ts';
import type { MailTopic } from '../../notify/destinations.ts';
import type { Message } from '../../notify/message.ts';
import type { PlanInput } from '../../notify/plan-messages.ts';
import type { Wording } from '../../notify/words/facts.ts';
import type { MessageText } from '../../notify/words/word-message.ts';
import type { TopicChecker } from './check-topics.ts';
import type { NotifyLine } from './log-line.ts';
import type { ChangesQueue } from './queue.ts';

/** Everything external that the notifier uses. The edge creates it, and a test can pass its own. */
export type NotifierDependencies = Readonly<{
  known: ReadonlyMap<string, KnownAlarm>;
  topics: readonly MailTopic[];
  /** Settings from the configuration that do not change while the process lives. */
  settings: Pick<PlanInput, 'routes' | 'remindSeconds' | 'quiet'>;
  queue: ChangesQueue;
  table: NotifierTable;
  readAlarms: () => Promise<readonly AlarmSnapshot[]>;
  checkTopics: TopicChecker;
  /** The wording of a minute's messages. Never rejects. */
  prepareWording: (messages: readonly Message[], at: number) => Promise<Wording>;
  send: (message: Message, text: MessageText) => Promise<DeliveryResult>;
  /** Calls the outside heartbeat service if the judge's heartbeat is fresh; undefined if there is none. */
  callSwitch: ((at: number) => Promise<boolean>) | undefined;
  log: (line: NotifyLine) => void;
  /** Milliseconds of a monotonic clock. */
  monotonic: () => number;
}>;
