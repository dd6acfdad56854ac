import type { Severity } from '../../model/job.ts';
import { isResolved, type Message } from '../message.ts';
import { cutText } from '../words/name-text.ts';
import type { MessageText } from '../words/word-message.ts';
import type { DeliveryResult } from './delivery.ts';
import { type PostOptions, postJson } from './post-json.ts';

/** An event without its routing key. Source: PagerDuty, Events API v2. */
type PagerDutyEvent =
  | Readonly<{
      event_action: 'trigger';
      dedup_key: string;
      client: 'Jobwatch';
      payload: Readonly<{
        summary: string;
        source: string;
        severity: Severity;
        timestamp: string;
        component: string;
        class: string;
        custom_details: Readonly<{ text: string; jobs: readonly string[] }>;
      }>;
      links: readonly Readonly<{ href: string; text: string }>[];
    }>
  | Readonly<{ event_action: 'resolve'; dedup_key: string }>;

/** In characters. Source: PagerDuty, Events API v2. */
const summaryLimit = 1_024;

/**
 * The most jobs that an event names: an event may have 512 KB, and a name a thousand characters.
 */
const mostJobs = 50;

const usualEndpoint = 'https://events.pagerduty.com/v2/enqueue';

/**
 * The events of a message: it triggers one incident, and resolves those that are completely over. A
 * message that is sent twice has the same keys. A reminder has no event, because PagerDuty has its
 * own.
 */
export function formatPagerDuty(
  message: Message,
  text: MessageText,
  service: string,
): readonly PagerDutyEvent[] {
  const { incidents, severity } = message;
  const key = (began: number) => `jobwatch/${service}/${severity}/${toIso(began)}`;
  const resolved = incidents.closed.map(
    began => ({ event_action: 'resolve', dedup_key: key(began) }) as const,
  );
  const { opened } = incidents;
  return opened === undefined
    ? resolved
    : [trigger(message, text, { service, key: key(opened) }), ...resolved];
}

function trigger(
  message: Message,
  text: MessageText,
  { service, key }: Readonly<{ service: string; key: string }>,
): PagerDutyEvent {
  const bad = message.items.filter(item => !isResolved(item));
  const jobs = [...new Set(bad.flatMap(({ alarm }) => alarm.job ?? []))];
  return {
    ...{ event_action: 'trigger', dedup_key: key, client: 'Jobwatch' },
    payload: {
      summary: cutText(text.headline, summaryLimit),
      source: service,
      severity: message.severity,
      timestamp: toIso(message.at),
      component: jobs.length === 1 ? (jobs[0] ?? service) : service,
      class: bad[0]?.alarm.alert ?? '',
      custom_details: { text: text.body, jobs: jobs.slice(0, mostJobs) },
    },
    links: text.links.map(({ label, url }) => ({ href: url, text: label })),
  };
}

function toIso(at: number): string {
  return new Date(at * 1_000).toISOString();
}

type PagerDutyTarget = Readonly<{
  /** The integration key, a secret. */
  routingKey: string;
  /** A different endpoint, for the EU region of PagerDuty. */
  endpoint?: string;
}>;

/** Sends a message's events one after the other, up to the first that fails. */
export async function deliverToPagerDuty(
  events: readonly PagerDutyEvent[],
  { routingKey, endpoint = usualEndpoint }: PagerDutyTarget,
  options: PostOptions = {},
): Promise<DeliveryResult> {
  let result: DeliveryResult = { ok: true, attempts: 0 };
  for (const event of events) {
    const body = JSON.stringify({ routing_key: routingKey, ...event });
    result = await postJson({ url: endpoint, body, secrets: [routingKey] }, options);
    if (!result.ok) break;
  }
  return result;
}
