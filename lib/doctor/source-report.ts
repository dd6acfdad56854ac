import type { Source } from '../model/source.ts';
import { findOutcome } from '../sources/question.ts';
import type { SourceEvidence } from './evidence.ts';
import { findPart, type Part, type PartName, partNames, showMetric } from './parts.ts';

/** One part of a source in words: what was found, or what is missing and what that costs. */
type PartReport = Readonly<{ part: PartName; isFound: boolean; text: string }>;

/** What a source is and what was found in it. */
export type SourceReport = Readonly<{
  name: string;
  preset: string | undefined;
  /** How many jobs have series. */
  jobs: number;
  parts: readonly PartReport[];
}>;

/** Describes what a source has, what is missing, and what that costs. */
export function reportSource(evidence: SourceEvidence): SourceReport {
  const { source, history, asked } = evidence;
  return {
    name: source.name,
    preset: source.preset,
    jobs: history.store.jobs.size,
    parts: partNames.map(name => {
      const part = findPart(source, asked, name);
      if (part !== undefined && part.series.length > 0) {
        return { part: name, isFound: true, text: describePart(source, part) };
      }
      const { kind } = source.runs ?? {};
      if (name === 'duration' && (kind === 'objects' || kind === 'triggers')) {
        const text = 'durations: from the start to the end of each run';
        return { part: name, isFound: true, text };
      }
      const isUnknown = source[name] !== undefined && part === undefined;
      if (isUnknown) return { part: name, isFound: false, text: `${titles[name]}: no answer` };
      return {
        part: name,
        isFound: false,
        text: `no ${titles[name]}: ${findCost(evidence, name)}`,
      };
    }),
  };
}

export const titles: Readonly<Record<PartName, string>> = {
  runs: 'runs',
  lastSuccess: 'last success',
  duration: 'durations',
  items: 'items',
  queue: 'queue',
};

function describePart(source: Source, part: Part): string {
  const present = part.asked.filter(({ series }) => series.length > 0);
  const names = present.flatMap(({ question, series }) => {
    const written = series.flatMap(({ __name__: name }) => name ?? []);
    return written.length > 0 ? written : [showSelector(question.selector)];
  });
  const words = part.name === 'runs' || part.name === 'items' ? listWords(source, part) : [];
  const suffix = words.length === 0 ? '' : ` (${words.join(', ')})`;
  return `${titles[part.name]}: ${[...new Set(names)].join(', ')}${suffix}`;
}

/** The values of the status label that were seen, each with its outcome if that differs. */
function listWords(source: Source, { name, series }: Part): string[] {
  const part = source[name];
  if (part === undefined || !('kind' in part) || part.kind !== 'status') return [];
  const words = new Set(series.map(labels => labels[part.label] ?? ''));
  return [...words].toSorted().map(word => {
    const outcome = findOutcome(part, word) ?? 'ignored';
    const isPlain = word === outcome || (word === 'success' && outcome === 'succeeded');
    return isPlain ? word : `${word} = ${outcome}`;
  });
}

/** A selector as it is usually written: without empty braces. */
function showSelector(selector: string): string {
  return showMetric(selector.replace(/\{\}$/, ''));
}

function findCost({ source, asked }: SourceEvidence, name: PartName): string {
  if (name === 'lastSuccess') {
    const runs = findPart(source, asked, 'runs')?.series ?? [];
    return canCountSuccesses(source) && runs.length > 0
      ? 'successes are counted instead'
      : 'it is not known when a job last succeeded';
  }
  if (name === 'runs' && source.lastSuccess !== undefined) {
    return 'failures are not seen, only how long ago each job last succeeded';
  }
  return costs[name];
}

const costs: Readonly<Record<PartName, string>> = {
  runs: 'neither successes nor failures are seen',
  lastSuccess: '',
  duration: 'slow runs are not seen',
  items: 'failed items are not seen',
  queue: 'a growing queue is not seen',
};

/** Whether the source's runs include successes. */
export function canCountSuccesses({ runs }: Source): boolean {
  if (runs === undefined) return false;
  if (runs.kind !== 'separate') return true;
  return runs.success !== undefined || runs.total !== undefined;
}
