import type { Source } from '../model/source.ts';
import { matchNames } from './names.ts';
import { askBuckets, listQuestions } from './question.ts';

/**
 * The longest query in bytes of UTF-8, as engines count it. VictoriaMetrics accepts 16 KiB. A proxy
 * in front of an engine may accept less, and each byte becomes up to three in a form.
 */
export const longestQueryBytes = 4096;

/**
 * The longest selector without names of jobs, in bytes: it leaves half of a query for the names.
 */
export const longestSelectorBytes = 2048;

/** Functions and ranges around a selector, in bytes, apart from the labels that name a job. */
const wrapperBytes = 96;

/** If the names need more queries than this, all jobs are queried at once. */
const mostQueries = 10;

/** The bytes of the longest selector of a source, whatever the number of jobs. */
export function measureSelectors(source: Source): number {
  const buckets = askBuckets(source, []);
  const questions = [...listQuestions(source), ...(buckets === undefined ? [] : [buckets])];
  return Math.max(...questions.map(({ selector }) => Buffer.byteLength(selector)));
}

/**
 * The names in parts that each fit into a query. There is one part without names, which means all
 * jobs, if there are too many parts or a name does not fit into any.
 */
export function splitNames(
  source: Source,
  names: readonly string[],
): readonly (readonly string[] | undefined)[] {
  const room = longestQueryBytes - measureSelectors(source) - measureFrame(source);
  const parts: string[][] = [];
  let bytes = 0;
  for (const name of names) {
    const own = measureName(source, name);
    if (own > room) return [undefined];
    const last = parts.at(-1);
    bytes += own;
    if (last === undefined || bytes > room) {
      parts.push([name]);
      bytes = own;
    } else last.push(name);
  }
  return parts.length > mostQueries ? [undefined] : parts;
}

/** Everything around the names: functions, matchers without values, and `by` with the labels. */
function measureFrame(source: Source): number {
  const matchers = matchNames(source, ['']).join(',');
  return (
    wrapperBytes + Buffer.byteLength(source.jobLabels.join(', ')) + Buffer.byteLength(matchers)
  );
}

/**
 * What a name adds to the matchers: its values, each after a `|`, and a suffix that is replaced.
 */
function measureName(source: Source, name: string): number {
  const empty = Buffer.byteLength(matchNames(source, ['']).join(','));
  const own = Buffer.byteLength(matchNames(source, [name]).join(','));
  const { runs, jobLabels } = source;
  const suffix = runs?.kind === 'triggers' ? (runs.unitEnding?.unit.length ?? 0) : 0;
  return Math.max(0, own - empty) + jobLabels.length + suffix;
}
