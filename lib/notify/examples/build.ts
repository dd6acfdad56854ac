import { identifyAlarm } from '../alarm.ts';
import type { ItemChange, Message, MessageItem } from '../message.ts';
import type { AlarmRecord } from '../state.ts';
import type { AlarmFacts } from '../words/facts.ts';

/** An example message, and what Prometheus might know about its alarms. */
export type Example = Readonly<{
  /** What it shows, such as `one job fails`. */
  title: string;
  message: Message;
  facts: ReadonlyMap<string, AlarmFacts>;
  prometheusAnswered: boolean;
}>;

/** A Monday at noon, UTC, in Unix seconds, when the examples' messages are sent. */
const exampleTime = Date.UTC(2026, 10, 23, 12, 6) / 1_000;

/** Minutes before the message, in Unix seconds. */
export function minutesAgo(minutes: number): number {
  return exampleTime - 60 * minutes;
}

export type ExampleItem = Readonly<{
  alarm: Partial<AlarmRecord> & Pick<AlarmRecord, 'alert'>;
  change?: ItemChange;
  facts?: AlarmFacts;
  others?: readonly string[];
}>;

type Frame = Partial<Omit<Message, 'items'>> & Readonly<{ prometheusAnswered?: boolean }>;

/** A warning to the team, with its alarms and what differs from an ordinary message. */
export function createExample(
  title: string,
  exampleItems: readonly ExampleItem[],
  frame: Frame = {},
): Example {
  const { prometheusAnswered = true, ...rest } = frame;
  const items = exampleItems.map(toItem);
  const facts = items.map(
    ({ alarm }, i) => [identifyAlarm(alarm), exampleItems[i]?.facts ?? {}] as const,
  );
  const message: Message = {
    ...{ destination: 'team', severity: 'warning', kind: 'alarm', at: exampleTime, items },
    ...{ standing: [], keptBack: [], incidents: { opened: minutesAgo(1), closed: [] } },
    ...rest,
  };
  return { title, message, facts: new Map(facts), prometheusAnswered };
}

function toItem({ alarm, change = 'began', others = [] }: ExampleItem): MessageItem {
  return { alarm: createAlarm(alarm), change, others };
}

/** An alarm that went on a minute ago by default. */
export function createAlarm(parts: Partial<AlarmRecord> & Pick<AlarmRecord, 'alert'>): AlarmRecord {
  const since = parts.since ?? minutesAgo(1);
  return {
    ...{
      job: 'clip_sync',
      severity: 'warning',
      source: undefined,
      isOn: true,
      exists: true,
      since,
    },
    ...{ changedAt: since, endedAt: undefined, times: 1, value: undefined, limit: undefined },
    ...{ wasMuted: false, marks: [], ...parts },
  };
}
