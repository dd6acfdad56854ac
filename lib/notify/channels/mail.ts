import { cutText } from '../words/name-text.ts';
import type { MessageText } from '../words/word-message.ts';

/** Subject and body of an SNS publish. */
export type MailPayload = Readonly<{ subject: string; body: string }>;

/** Longest message, in bytes. Source: SNS API reference, Publish. */
const bodyLimitBytes = 262_144;

/** A message in the form of SNS: an ASCII subject in one line, and a body of plain text. */
export function formatMail({ subject, body }: MessageText): MailPayload {
  const isLong = Buffer.byteLength(body) > bodyLimitBytes;
  return { subject, body: isLong ? cutText(body, bodyLimitBytes / 4) : body };
}
