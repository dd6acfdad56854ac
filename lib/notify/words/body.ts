import { formatCount } from './name-text.ts';
import type { Entry, MessageText } from './word-message.ts';
import { wrapText } from './wrap.ts';

const flush = { first: '', rest: '' };

/** A message's text as a mail: what is wrong and what to do come first. */
export function formatBody(text: Omit<MessageText, 'body'>): string {
  const { headline, firstLook, common, notes, mute, links } = text;
  const paragraphs = [
    [headline, ...(firstLook === undefined ? [] : [`First: ${firstLook}`])].map(wrap),
    common === undefined ? [] : [wrap(`Likely in common: ${common}`)],
    listEntries(text),
    ...notes.map(note => [wrap(note)]),
    links.map(({ label, url }) => `${`${label}:`.padEnd(12)}${url}`),
    mute === undefined ? [] : [`${'Mute:'.padEnd(12)}${mute}`],
  ];
  const shown = paragraphs.filter(lines => lines.length > 0).map(lines => lines.join('\n'));
  return `${shown.join('\n\n')}\n`;
}

function wrap(text: string): string {
  return wrapText(text, flush);
}

function listEntries({ entries, more }: Pick<MessageText, 'entries' | 'more'>): string[] {
  const lines = entries.flatMap(formatEntry);
  return more === 0 ? lines : [...lines, `and ${formatCount(more)} more`];
}

function formatEntry({ lead, details }: Entry): string[] {
  const text = details.join('; ');
  if (lead === undefined) return text === '' ? [] : [wrap(formatSentence(text))];
  const head = wrapText(lead, { first: '- ', rest: '  ' });
  return text === '' ? [head] : [head, wrapText(text, { first: '  ', rest: '  ' })];
}

/** Clauses as a sentence. */
function formatSentence(clauses: string): string {
  const sentence = `${clauses.slice(0, 1).toUpperCase()}${clauses.slice(1)}`;
  return sentence.endsWith('.') ? sentence : `${sentence}.`;
}
