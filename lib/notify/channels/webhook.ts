import { createHmac } from 'node:crypto';
import type { Severity } from '../../model/job.ts';
import type { ItemChange, Message } from '../message.ts';
import type { AlarmRecord } from '../state.ts';
import type { Link } from '../words/link-list.ts';
import type { MessageText } from '../words/word-message.ts';
import type { DeliveryResult } from './delivery.ts';
import { type PostOptions, postJson } from './post-json.ts';

/** An alarm in the body of a webhook. Times are ISO 8601, UTC; values in the alert's own unit. */
type WebhookAlarm = Readonly<{
  alert: string;
  /** Null for an alarm of the whole service. */
  job: string | null;
  severity: Severity;
  since: string;
  endedAt: string | null;
  value: number | null;
  limit: number | null;
}>;

/**
 * The body that a webhook gets. Keys may be added without a new version, and never change their
 * meaning.
 */
type WebhookBody = Readonly<{
  version: 1;
  /** The same if a message is sent twice within a minute. */
  id: string;
  service: string;
  destination: string;
  severity: Severity;
  kind: Message['kind'];
  at: string;
  subject: string;
  headline: string;
  firstLook: string | null;
  /** The whole message as plain text of 78 columns. */
  text: string;
  items: readonly (WebhookAlarm & Readonly<{ change: ItemChange }>)[];
  /** Alarms that were notified before and are still on. */
  standing: readonly WebhookAlarm[];
  /**
   * For tools that manage incidents: the key of the one that begins, and of those that are over.
   */
  incidents: Readonly<{ opened: string | null; closed: readonly string[] }>;
  links: readonly Link[];
  mute: string | null;
}>;

/** The header that proves who sent the body: `t=<Unix seconds>,v1=<hex>`. */
export const signatureHeader = 'jobwatch-signature';

/** A message as the body of a webhook. */
export function formatWebhook(message: Message, text: MessageText, service: string): WebhookBody {
  const { destination, severity, kind, at, items, standing, incidents } = message;
  const key = (began: number) => `${service}/${severity}/${toIso(began)}`;
  return {
    version: 1,
    id: `${service}/${destination}/${severity}/${toIso(at)}`,
    ...{ service, destination, severity, kind, at: toIso(at) },
    ...{ subject: text.subject, headline: text.headline, firstLook: text.firstLook ?? null },
    text: text.body,
    items: items.map(({ alarm, change }) => ({ ...formatAlarm(alarm), change })),
    standing: standing.map(formatAlarm),
    incidents: {
      opened: incidents.opened === undefined ? null : key(incidents.opened),
      closed: incidents.closed.map(key),
    },
    links: text.links,
    mute: text.mute ?? null,
  };
}

function formatAlarm({
  alert,
  job,
  severity,
  since,
  endedAt,
  value,
  limit,
}: AlarmRecord): WebhookAlarm {
  return {
    ...{ alert, job: job ?? null, severity, since: toIso(since) },
    endedAt: endedAt === undefined ? null : toIso(endedAt),
    ...{ value: value ?? null, limit: limit ?? null },
  };
}

function toIso(at: number): string {
  return new Date(at * 1_000).toISOString();
}

/**
 * The value of the signature header: HMAC-SHA256 over `<t>.<body>`, so that a receiver can reject
 * an old body that is sent again.
 */
function signWebhook(body: string, signingKey: string, at: number): string {
  const signature = createHmac('sha256', signingKey).update(`${at}.${body}`).digest('hex');
  return `t=${at},v1=${signature}`;
}

type WebhookTarget = Readonly<{
  /** A secret, because its path often contains a token. */
  url: string;
  /** Without one, the body is not signed. */
  signingKey?: string;
}>;

/** Posts a message to a webhook, signed with its own time. */
export function deliverToWebhook(
  webhook: WebhookBody,
  { url, signingKey }: WebhookTarget,
  options: PostOptions = {},
): Promise<DeliveryResult> {
  const body = JSON.stringify(webhook);
  if (signingKey === undefined) return postJson({ url, body }, options);
  const signature = signWebhook(body, signingKey, Date.parse(webhook.at) / 1_000);
  const headers = { [signatureHeader]: signature };
  return postJson({ url, body, headers, secrets: [signingKey] }, options);
}
