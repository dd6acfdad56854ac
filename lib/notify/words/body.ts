import { formatCount } from './name-text.ts';
import type { MessageText } from './word-message.ts';
import { wrapText } from './wrap.ts';

/** A message's text as a mail: what is wrong and what to do come first. */
export function formatBody(text: Omit<MessageText, 'body'>): string {
  const { headline, firstLook, notes, mute } = text;
  const paragraphs = [
    [wrapText(headline), ...(firstLook === undefined ? [] : [wrapText(`First: ${firstLook}`)])],
    listEntries(text),
    ...notes.map(note => [wrapText(note)]),
    text.links.map(({ label, url }) => `${`${label}:`.padEnd(12)}${url}`),
    mute === undefined ? [] : [`${'Mute:'.padEnd(12)}${mute}`],
  ];
  const shown = paragraphs.filter(lines => lines.length > 0).map(lines => lines.join('\n'));
  return `${shown.join('\n\n')}\n`;
}

function listEntries({ entries, more }: Pick<MessageText, 'entries' | 'more'>): string[] {
  const lines = entries.flatMap(({ lead, details }) => [
    wrapText(`- ${lead}`, '  '),
    ...(details.length === 0 ? [] : [`  ${wrapText(details.join('; '), '  ')}`]),
  ]);
  return more === 0 ? lines : [...lines, `and ${formatCount(more)} more`];
}
