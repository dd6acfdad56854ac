import type {
  DurationPart,
  Metric,
  Replicas,
  SeparateCounters,
  Source,
  StatusCounter,
  TimeGauge,
} from '../model/source.ts';
import { noParts, type SourceParts } from '../sources/preset.ts';
import { findPreset } from '../sources/presets/index.ts';
import { defaultQuantile, defaultStatusLabel, defaultUnit, defaultWords } from './defaults.ts';
import { isSeparate, type SourceInput } from './schema-source.ts';
import type { CountersInput } from './schema-source-parts.ts';

/** Fills in a source's preset. `sharedSelector` applies to every query. */
export function resolveSource(name: string, input: SourceInput, sharedSelector: string): Source {
  const { preset } = input;
  const base = preset === undefined ? noParts : findPreset(preset).parts;
  return {
    name,
    preset,
    jobLabels: input.job ?? base.jobLabels,
    selector: joinMatchers(sharedSelector, input.selector),
    upSelector: joinMatchers(sharedSelector, input.upSelector),
    replicas: resolveReplicas(input.replicas) ?? base.replicas,
    ...resolveParts(input, { ...base, runs: nameObjects(base, input.job) }),
  };
}

/**
 * Objects have the labels of their job, such as a cluster, except the last, which is their owner's:
 * without them, objects of two jobs could have the same name.
 */
function nameObjects({ runs, jobLabels }: SourceParts, given: readonly string[] | undefined) {
  const owner = jobLabels.at(-1) ?? '';
  if (runs?.kind !== 'objects' || given?.includes(owner) !== true) return runs;
  const object = new Set([...runs.object, ...given.filter(label => label !== owner)]);
  const own = runs.object.at(-1) ?? '';
  const orphan = runs.orphan && given.map(label => (label === owner ? own : label));
  return { ...runs, object: [...object], orphan };
}

function resolveParts(input: SourceInput, base: SourceParts) {
  const duration = replacePart(input.duration, base.duration, resolveDuration);
  return {
    runs: replacePart(input.runs, base.runs, given => resolveCounters(given, base.runs)),
    lastSuccess: replacePart(input.lastSuccess, base.lastSuccess, resolveTimeGauge),
    duration,
    items: replacePart(input.items, base.items, given => resolveCounters(given, base.items)),
    queue: replacePart(input.queue, base.queue, resolveGauge),
    suspended: replacePart(input.suspended, base.suspended, resolveGauge),
    scheduleInfo: base.scheduleInfo,
  };
}

/** Gives the configured part, no part if it is false, or the preset's part if it is not set. */
function replacePart<Given, Part>(
  given: Given | false | undefined,
  byPreset: Part | undefined,
  resolve: (given: Given) => Part,
): Part | undefined {
  if (given === undefined) return byPreset;
  return given === false ? undefined : resolve(given);
}

function joinMatchers(...parts: (string | undefined)[]): string {
  return parts.filter(part => part !== undefined && part !== '').join(',');
}

function resolveReplicas(input: SourceInput['replicas']): Replicas | undefined {
  if (input === undefined) return undefined;
  return typeof input === 'string' ? { kind: input } : { kind: 'drop', label: input.drop };
}

type Gauge = Readonly<{ gauge: string; where?: string | undefined }>;

type Unit = Readonly<{ unit?: 's' | 'ms' | undefined }>;

const toMetric = (metric: string, where: string | undefined): Metric => ({
  metric,
  where: where ?? '',
});

const unitSeconds = ({ unit = defaultUnit }: Unit) => (unit === 'ms' ? 0.001 : 1);

const resolveGauge = ({ gauge, where }: Gauge): Metric => toMetric(gauge, where);

const resolveTimeGauge = (given: Gauge & Unit): TimeGauge => ({
  ...resolveGauge(given),
  unitSeconds: unitSeconds(given),
});

type DurationInput = Exclude<NonNullable<SourceInput['duration']>, false>;

function resolveDuration(given: DurationInput): DurationPart {
  const unit = { unitSeconds: unitSeconds(given) };
  if ('histogram' in given) {
    const kind = given.native === true ? 'native-histogram' : 'histogram';
    return { kind, ...toMetric(given.histogram, given.where), ...unit };
  }
  if ('summary' in given) {
    const quantile = given.quantile ?? defaultQuantile;
    return { kind: 'summary', ...toMetric(given.summary, given.where), ...unit, quantile };
  }
  if ('gauge' in given) return { kind: 'gauge', ...resolveTimeGauge(given) };
  const sum = toMetric(given.sum, given.where);
  return { kind: 'sum-count', sum, count: toMetric(given.count, given.where), ...unit };
}

type Counters = StatusCounter | SeparateCounters;

/** Changes words or label of the preset's part if the configured part has no counter. */
function resolveCounters(given: CountersInput, byPreset: SourceParts['runs']): Counters {
  if (isSeparate(given)) return resolveSeparate(given);
  const base = given.counter === undefined && byPreset?.kind === 'status' ? byPreset : undefined;
  const metric = given.counter ?? base?.counter.metric ?? '';
  const where = given.where ?? base?.counter.where;
  const words = base ?? defaultWords;
  return {
    kind: 'status',
    counter: toMetric(metric, where),
    label: given.status ?? base?.label ?? defaultStatusLabel,
    success: given.success ?? words.success,
    failed: given.failed ?? words.failed,
    skipped: given.skipped ?? words.skipped,
    ignored: given.ignored ?? words.ignored,
  };
}

type SeparateInput = Exclude<CountersInput, { counter?: unknown }>;

function resolveSeparate(given: SeparateInput): SeparateCounters {
  const outcomes = ['success', 'failed', 'skipped', 'total'] as const;
  const counters = outcomes.flatMap(outcome => {
    const part = given[outcome];
    return part === undefined ? [] : [[outcome, toMetric(part.counter, part.where)]];
  });
  return { kind: 'separate', ...Object.fromEntries(counters) };
}
