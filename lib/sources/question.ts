import type { ObjectFact } from '../history/objects.ts';
import type { Kind, Outcome } from '../history/store.ts';
import type { CheckName } from '../model/job.ts';
import type { Metric, OutcomeWords, RunTriggers, Source } from '../model/source.ts';
import { select } from './promql.ts';

export type Labels = Readonly<Record<string, string>>;

/** What a series measures, apart from its job: what its labels alone cannot show. */
export type Role = Readonly<{
  kind: Kind;
  unitSeconds: number;
  /** The outcome that a series counts; undefined if it does not count runs. */
  outcome: (labels: Labels) => Outcome | undefined;
  /** Labels that the role itself reads; they do not distinguish series. */
  ownLabels: readonly string[];
  /** Several metrics form one part of the source; their names distinguish series. */
  isPattern: boolean;
  /** How the names of its series end, if a selector also returns others. */
  suffix: string | undefined;
  /** It falls when old runs are removed, which is not a restart; its counters do not fall. */
  isGauge: boolean;
}>;

type RoleParts = Pick<Role, 'kind' | 'unitSeconds'> & Partial<Role>;

function createRole(metric: string, parts: RoleParts): Role {
  const isPattern = metric.startsWith('~');
  const byDefault = { outcome: fallback, ownLabels: [], suffix: undefined, isGauge: false };
  return { ...byDefault, isPattern, ...parts };
}

/** One query to Prometheus: a selector whose raw samples are read. */
export type Question = Readonly<{
  /** Which check cannot judge without it; `all` if none can. */
  check: CheckName | 'all';
  role: Role | 'up' | ObjectRole;
  selector: string;
}>;

/** Which fact about a run object a series contains. */
type ObjectRole = Readonly<{ object: ObjectFact }>;

const fallback = () => 'other' as const;

/**
 * Everything that is queried for a source, except buckets: the same text whatever the number of
 * jobs.
 */
export function listQuestions(source: Source): Question[] {
  const { lastSuccess, queue, suspended } = source;
  return [
    { check: 'all', role: 'up', selector: select('up', [source.upSelector]) },
    ...askRuns(source),
    ...askGauge(source, 'staleness', 'stamp', lastSuccess),
    ...askGauge(source, 'staleness', 'suspended', suspended && { ...suspended, unitSeconds: 1 }),
    ...askDurations(source),
    ...askCounters(source, 'items', 'items', source.items),
    ...askGauge(source, 'queue', 'queue', queue && { ...queue, unitSeconds: 1 }),
  ];
}

function askRuns(source: Source): Question[] {
  const { runs } = source;
  if (runs === undefined) return [];
  if (runs.kind === 'status' || runs.kind === 'separate') {
    return askCounters(source, 'failures', 'runs', runs);
  }
  if (runs.kind === 'triggers') {
    const { trigger, failing, running } = runs;
    return [
      ...askGauge(source, 'failures', 'trigger', { ...trigger, unitSeconds: 1 }),
      ...askGauge(source, 'failures', 'failing', failing && { ...failing, unitSeconds: 1 }),
      ...askRunning(source, running),
    ];
  }
  const { owner, started, completed, succeeded, failed, active } = runs;
  const metrics = { owner, started, completed, succeeded, active };
  return [
    ...Object.entries(metrics).map(([object, metric]) =>
      askObject(source, object as ObjectFact, metric),
    ),
    ...failed.map((metric, index) => askObject(source, index === 0 ? 'failed' : 'failing', metric)),
  ];
}

function askRunning(source: Source, running: RunTriggers['running']): Question[] {
  if (running === undefined) return [];
  const outcome = (labels: Labels) => (running.isRunning(labels) ? 'other' : undefined);
  const role = createRole(running.metric, { kind: 'running', unitSeconds: 1, outcome });
  const selector = select(running.metric, [source.selector, running.where]);
  return [{ check: 'failures', role, selector }];
}

/** Whether it is about triggered units, which a trigger must have named before. */
export function isOfUnit({ kind }: Role): boolean {
  return kind === 'failing' || kind === 'running';
}

function askObject(source: Source, object: ObjectFact, { metric, where }: Metric): Question {
  const selector = select(metric, [source.selector, where]);
  return { check: 'failures', role: { object }, selector };
}

function askGauge(
  source: Source,
  check: CheckName,
  kind: Kind,
  gauge: (Metric & Readonly<{ unitSeconds: number }>) | undefined,
): Question[] {
  if (gauge === undefined) return [];
  const { metric, where, unitSeconds } = gauge;
  const role = createRole(metric, { kind, unitSeconds });
  return [{ check, role, selector: select(metric, [source.selector, where]) }];
}

function askCounters(
  source: Source,
  check: CheckName,
  kind: Kind,
  part: Source['items'],
): Question[] {
  if (part === undefined) return [];
  if (part.kind === 'status') {
    const { counter, label } = part;
    const outcome = (labels: Labels) => findOutcome(part, labels[label] ?? '');
    const role = createRole(counter.metric, {
      kind,
      unitSeconds: 1,
      outcome,
      ownLabels: [label],
    });
    return [{ check, role, selector: select(counter.metric, [source.selector, counter.where]) }];
  }
  const { success, failed, skipped, total } = part;
  const { label } = part.kept ?? {};
  const ownLabels = label === undefined ? [] : [label];
  const kept = part.kept === undefined ? {} : { ownLabels, isGauge: true };
  const counters = { succeeded: success, failed, skipped, total };
  return Object.entries(counters).flatMap(([name, counter]) => {
    if (counter === undefined) return [];
    const outcome = () => name as Outcome;
    const role = createRole(counter.metric, { kind, unitSeconds: 1, outcome, ...kept });
    return [{ check, role, selector: select(counter.metric, [source.selector, counter.where]) }];
  });
}

/** The meaning of a value of a status label; undefined if it is not a run. */
export function findOutcome(words: OutcomeWords, word: string): Outcome | undefined {
  if (words.ignored.includes(word)) return undefined;
  if (words.success.includes(word)) return 'succeeded';
  if (words.failed.includes(word)) return 'failed';
  return words.skipped.includes(word) ? 'skipped' : 'other';
}

function askDurations(source: Source): Question[] {
  const { duration } = source;
  if (duration === undefined) return [];
  const { unitSeconds } = duration;
  const ask = (kind: Kind, metric: string, where: string): Question => ({
    check: 'duration',
    role: createRole(metric, { kind, unitSeconds, ownLabels: ['quantile'] }),
    selector: select(metric, [source.selector, where]),
  });
  if (duration.kind === 'sum-count') {
    const { sum, count } = duration;
    return [ask('count', count.metric, count.where), ask('sum', sum.metric, sum.where)];
  }
  const { metric, where } = duration;
  if (duration.kind === 'gauge') return [ask('length', metric, where)];
  if (duration.kind === 'native-histogram') {
    // one selector gives both: the client reads a native histogram as count and sum
    return (['count', 'sum'] as const).map(kind => {
      const question = ask(kind, metric, where);
      const role = createRole(metric, { kind, unitSeconds, suffix: `_${kind}` });
      return { ...question, role };
    });
  }
  return [ask('count', `${metric}_count`, where), ask('sum', `${metric}_sum`, where)];
}

/** The buckets of these jobs, if sums and counts do not show their run times. */
export function askBuckets(source: Source, matchers: readonly string[]): Question | undefined {
  const { duration } = source;
  if (duration?.kind !== 'histogram') return undefined;
  const { metric, where, unitSeconds } = duration;
  const role = createRole(metric, { kind: 'bucket', unitSeconds, ownLabels: ['le'] });
  const selector = select(`${metric}_bucket`, [source.selector, where, ...matchers]);
  return { check: 'duration', role, selector };
}
