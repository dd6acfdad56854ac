import type { OutcomeWords, StatusCounter } from '../model/source.ts';
import { findOutcome } from '../sources/question.ts';
import { type SourceEvidence, writeSourceLine } from './evidence.ts';
import { type Finding, listNames } from './finding.ts';
import { findPart, type Part, showMetric } from './parts.ts';

/** Values of a status label that the configuration does not list: such a run is neither a success nor a failure. */
export function findUnmappedOutcomes({ source, asked }: SourceEvidence): Finding[] {
  return (['runs', 'items'] as const).flatMap(name => {
    const configured = source[name];
    const part = findPart(source, asked, name);
    if (configured?.kind !== 'status' || part === undefined) return [];
    const words = listWords(part, configured.label);
    const unmapped = words.filter(word => findOutcome(configured, word) === 'other');
    if (unmapped.length === 0) return [];
    const lines = ['sources:', writeSourceLine(source, writeWords(name, configured, unmapped))];
    return [{ ...reportWords(configured, words, unmapped), lines }];
  });
}

function listWords({ series }: Part, label: string): string[] {
  const words = series.map(labels => labels[label] ?? '').filter(word => word !== '');
  return [...new Set(words)].toSorted();
}

function reportWords(
  part: StatusCounter,
  words: readonly string[],
  unmapped: readonly string[],
): Omit<Finding, 'lines'> {
  const metric = showMetric(part.counter.metric);
  const outcomes = words.map(word => findOutcome(part, word));
  const lacking = [
    ...(outcomes.includes('succeeded') ? [] : ['success']),
    ...(outcomes.includes('failed') ? [] : ['failed']),
  ];
  const seen = words.join(', ');
  return {
    level: 'error',
    code: 'outcome-unmapped',
    what:
      lacking.length > 0
        ? `No value of \`${part.label}\` counts as ${lacking.join(' or ')}: seen are ${seen} (${metric}).`
        : `\`${part.label}\` of ${metric} also has the values ${listNames(unmapped)}, which the configuration does not list.`,
    why: lacking.includes('failed')
      ? 'Failures are not seen: these alerts cannot fire.'
      : 'Such runs count as runs, but neither as successes nor as failures; such items are not counted.',
    advice: 'Configure what each value means; the lines below are a guess.',
  };
}

/** Common values in exporters and applications. */
const commonWords: readonly (readonly [keyof OutcomeWords, RegExp])[] = [
  [
    'ignored',
    /^(start|started|running|run|retr(y|ied)|queued|pending|scheduled|active|enqueued)$/i,
  ],
  ['skipped', /^(skip|skipped|noop|no.?op|locked|not.?due|snoozed|empty|unchanged)$/i],
  [
    'success',
    /^(ok|succ|success|succeeded|successful|complete|completed|done|pass|passed|finished|good|0)$/i,
  ],
];

function guessOutcome(word: string): keyof OutcomeWords {
  return commonWords.find(([, pattern]) => pattern.test(word))?.[0] ?? 'failed';
}

function writeWords(name: string, part: StatusCounter, unmapped: readonly string[]): string {
  const keys = ['success', 'failed', 'skipped', 'ignored'] as const;
  const lists = keys.flatMap(key => {
    const words = [...part[key], ...unmapped.filter(word => guessOutcome(word) === key)];
    return words.length === 0 ? [] : [`${key}: [${words.map(word => writeWord(word)).join(', ')}]`];
  });
  const counter = JSON.stringify(part.counter.metric);
  return `${name}: { counter: ${counter}, status: ${part.label}, ${lists.join(', ')} }`;
}

function writeWord(word: string): string {
  return /^[A-Za-z_][\w-]*$/.test(word) && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(word)
    ? word
    : JSON.stringify(word);
}
