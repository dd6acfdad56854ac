import type { Links } from './links.ts';

/** The parts of an alarm's text. Lines beyond the limit are left out, the last links first. */
type AlarmText = Readonly<{
  /** What is wrong, with the limit; a clause or sentences without the last full stop. */
  problem: string;
  /** What it means that the alarm is OK; a clause without the last full stop. */
  recovery: string;
  /** What else the reader should know about the job, in one sentence. */
  background?: string;
  firstLook: string;
  /** Section of the runbook. */
  section: string;
}>;

/** Longest description, in characters. Source: CloudWatch API reference, PutMetricAlarm. */
export const descriptionLimit = 1024;

/**
 * The text of an alarm. It is the body of a mail, and the console shows it as Markdown. The same
 * text is sent when the alarm ends, so it explains both states.
 */
export function describeAlarm(text: AlarmText, links: Links): string {
  const lines = [
    `ALARM means: ${text.problem}. OK means: ${text.recovery}.`,
    `First: ${text.firstLook}`,
    `Runbook: ${links.runbookUrl}#${text.section}`,
    `Dashboard: ${links.dashboardUrl}`,
  ];
  if (text.background !== undefined) lines.splice(1, 0, text.background);
  let description = '';
  for (const line of lines) {
    const longer = description === '' ? cut(line, descriptionLimit) : `${description}\n\n${line}`;
    if (longer.length <= descriptionLimit) description = longer;
  }
  return description;
}

/** An alarm's description, and the parts of it that a message uses separately. */
export function explainAlarm(
  text: AlarmText,
  links: Links,
): Readonly<{ description: string; firstLook: string; section: string }> {
  const { firstLook, section } = text;
  return { description: describeAlarm(text, links), firstLook, section };
}

/** Longer names are not readable; the alarm's own name still identifies the job. */
const longestName = 80;

/**
 * A job's name for a sentence. It is untrusted text: in a code span nothing in it
 * is Markdown, no control or direction character reaches a mail, and CloudFormation, which would insert a
 * secret for `{{resolve:`, does not see one.
 */
export function quoteName(name: string): string {
  const printable = name
    .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '\uFFFD')
    .replaceAll('`', "'")
    .replaceAll('{{resolve:', '{ {resolve:');
  return `\`${cut(printable.trim() === '' ? '(no name)' : printable, longestName)}\``;
}

/** Cuts between characters, never inside one. */
function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  let kept = '';
  for (const character of text) {
    if (kept.length + character.length >= limit) break;
    kept += character;
  }
  return `${kept}…`;
}
