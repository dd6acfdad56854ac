import { cutText, formatCount } from '../words/name-text.ts';
import type { Entry, MessageText } from '../words/word-message.ts';
import type { DeliveryResult } from './delivery.ts';
import { type PostOptions, postJson } from './post-json.ts';

type PlainText = Readonly<{ type: 'plain_text'; text: string; emoji: false }>;
type Markdown = Readonly<{ type: 'mrkdwn'; text: string; verbatim: true }>;

type SlackBlock =
  | Readonly<{ type: 'header'; text: PlainText }>
  | Readonly<{ type: 'section'; text: PlainText | Markdown }>
  | Readonly<{ type: 'context'; elements: readonly PlainText[] }>;

/** The body of an incoming webhook. Source: Slack, "Sending messages using incoming webhooks". */
type SlackPayload = Readonly<{
  /** For notifications and screen readers. */
  text: string;
  mrkdwn: false;
  unfurl_links: false;
  blocks: readonly SlackBlock[];
}>;

/** In characters. Source: Slack, Block Kit reference (header, section). */
const limits = { header: 150, section: 3_000 } as const;

/** A message in Block Kit. Names from an application are plain text, in which nothing is markup. */
export function formatSlack(text: MessageText): SlackPayload {
  const { tag, headline, firstLook, common, notes, links, mute } = text;
  const title = `[${tag}] ${headline}`;
  return {
    text: escapeSlack(title),
    ...{ mrkdwn: false, unfurl_links: false },
    blocks: [
      { type: 'header', text: plain(title, limits.header) },
      ...(title.length > limits.header ? [section(headline)] : []),
      ...(firstLook === undefined ? [] : [section(`First: ${firstLook}`)]),
      ...(common === undefined ? [] : [section(`Likely in common: ${common}`)]),
      ...listEntries(text),
      ...notes.map(section),
      ...(links.length === 0 ? [] : [linkSection(links)]),
      ...(mute === undefined
        ? []
        : [{ type: 'context', elements: [plain(`Mute: ${mute}`)] } as const]),
    ],
  };
}

/**
 * Text for a place in which Slack reads markup: mentions, links and entities begin with these
 * characters.
 */
function escapeSlack(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function plain(text: string, limit: number = limits.section): PlainText {
  return { type: 'plain_text', text: cutText(text, limit), emoji: false };
}

function section(text: string): SlackBlock {
  return { type: 'section', text: plain(text) };
}

function listEntries({ entries, more }: MessageText): SlackBlock[] {
  const rest = more === 0 ? [] : [`and ${formatCount(more)} more`];
  const blocks = [...entries.map(formatEntry), ...rest].filter(text => text !== '');
  return blocks.map(section);
}

function formatEntry({ lead, details }: Entry): string {
  return [lead ?? [], details.length === 0 ? [] : details.join('; ')].flat().join('\n');
}

function linkSection(links: MessageText['links']): SlackBlock {
  const text = links.map(({ label, url }) => `<${escapeUrl(url)}|${label}>`).join(' · ');
  return { type: 'section', text: { type: 'mrkdwn', text, verbatim: true } };
}

function escapeUrl(url: string): string {
  return escapeSlack(url.replaceAll('|', '%7C').replaceAll('<', '%3C').replaceAll('>', '%3E'));
}

/** Posts a message to an incoming webhook; its URL is the secret. */
export function deliverToSlack(
  text: MessageText,
  { url }: Readonly<{ url: string }>,
  options: PostOptions = {},
): Promise<DeliveryResult> {
  return postJson({ url, body: JSON.stringify(formatSlack(text)) }, options);
}
