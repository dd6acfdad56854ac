import type { Metric, Source } from '../model/source.ts';
import type { Labels, Question } from '../sources/question.ts';
import type { Asked } from './evidence.ts';

/** What a source may export about its jobs, by the configuration's own keys. */
export const partNames = ['runs', 'lastSuccess', 'duration', 'items', 'queue'] as const;

export type PartName = (typeof partNames)[number];

/** One part of a source with everything that was read for it. */
export type Part = Readonly<{
  name: PartName;
  metrics: readonly Metric[];
  asked: readonly Asked[];
  series: readonly Labels[];
}>;

/** A part with its series; undefined if the source has no such part or the query failed. */
export function findPart(
  source: Source,
  asked: readonly Asked[],
  name: PartName,
): Part | undefined {
  if (source[name] === undefined) return undefined;
  const own = asked.filter(({ question }) => findName(question) === name);
  if (own.length === 0) return undefined;
  return {
    name,
    metrics: listMetrics(source[name]),
    asked: own,
    series: own.flatMap(({ series }) => series),
  };
}

/** The part that a query belongs to; undefined for `up` and for queries that only suspend jobs. */
function findName({ role }: Question): PartName | undefined {
  if (role === 'up') return undefined;
  if ('object' in role) return 'runs';
  const { kind } = role;
  if (kind === 'runs' || kind === 'trigger' || kind === 'failing' || kind === 'running')
    return 'runs';
  if (kind === 'stamp') return 'lastSuccess';
  if (kind === 'items' || kind === 'queue') return kind;
  return kind === 'suspended' ? undefined : 'duration';
}

/** Every metric that a part names, as the configuration writes it. */
export function listMetrics(part: object | undefined): Metric[] {
  if (part === undefined) return [];
  if (isMetric(part)) return 'kind' in part ? [readName(part)] : [part];
  return Object.values(part).flatMap(value =>
    typeof value === 'object' && value !== null ? listMetrics(value) : [],
  );
}

function isMetric(part: object): part is Metric {
  return 'metric' in part && 'where' in part;
}

/** A histogram or summary is named without the suffix of the series that is read. */
function readName(part: Metric & Readonly<{ kind?: unknown }>): Metric {
  const isCounted = part.kind === 'histogram' || part.kind === 'summary';
  return { metric: isCounted ? `${part.metric}_count` : part.metric, where: part.where };
}

/** A metric for a sentence: a pattern without its `~`. */
export function showMetric(metric: string): string {
  return metric.replace(/^~/, '');
}
