import { addObjectFact, type ObjectFact } from '../history/objects.ts';
import type { Samples } from '../history/segments.ts';
import { addSeries, addTarget, type Identity, type Store } from '../history/store.ts';
import type { Source } from '../model/source.ts';
import { isOfUnit, type Labels, type Question, type Role } from './question.ts';

/** A series of raw samples, or of the samples of a grid. */
export type RawSeries = Samples & Readonly<{ labels: Labels }>;

/** Stores the answer to a query. Targets come first, because they distinguish copies. */
export function ingest(
  store: Store,
  source: Source,
  answer: Readonly<{ question: Question; series: readonly RawSeries[] }>,
): void {
  const { role } = answer.question;
  for (const series of answer.series) {
    if (series.times.length === 0 || !hasSuffix(series, role)) continue;
    if (role === 'up') ingestTarget(store, series);
    else if ('object' in role) ingestObject(store, source, { ...series, fact: role.object });
    else ingestSeries(store, source, { ...series, role });
  }
}

function hasSuffix({ labels }: RawSeries, role: Question['role']): boolean {
  if (role === 'up' || 'object' in role || role.suffix === undefined) return true;
  return labels.__name__?.endsWith(role.suffix) === true;
}

/** The values of a source's job labels, joined by "/"; undefined if one is missing. */
export function nameJob(source: Source, labels: Labels): string | undefined {
  const values = source.jobLabels.map(label => labels[label] ?? '');
  return values.includes('') ? undefined : values.join('/');
}

function keyTarget({ job = '', instance = '' }: Labels): string {
  return JSON.stringify([job, instance]);
}

function ingestTarget(store: Store, series: RawSeries): void {
  const { labels } = series;
  const own = Object.entries(labels).filter(([name]) => !notOfCopy.has(name));
  addTarget(
    store,
    {
      key: keyTarget(labels),
      scrapeJob: labels.job ?? '',
      instance: labels.instance ?? '',
      copy: JSON.stringify(own),
      labels: own.map(([name, value]) => `${name}=${value}`),
    },
    series,
  );
}

const notOfCopy: ReadonlySet<string> = new Set(['__name__', 'job', 'instance']);

function ingestObject(
  store: Store,
  { runs, jobLabels }: Source,
  series: RawSeries & Readonly<{ fact: ObjectFact }>,
): void {
  if (runs?.kind !== 'objects') return;
  const { labels, fact } = series;
  const key = JSON.stringify(runs.object.map(label => labels[label] ?? ''));
  const owned = () => {
    const names = jobLabels.map(label => labels[label] ?? labels[runs.owner.label] ?? '');
    return names.includes('') ? undefined : names.join('/');
  };
  const orphaned = () => runs.orphan?.map(label => labels[label] ?? '').join('/');
  const isOrphan = fact === 'started' && !store.objects.get(key)?.names.size;
  const job = fact === 'owner' ? owned() : isOrphan ? orphaned() : undefined;
  addObjectFact(store, { key, fact, job }, series);
}

function ingestSeries(
  store: Store,
  source: Source,
  series: RawSeries & Readonly<{ role: Role }>,
): void {
  const { labels, role } = series;
  const job = renameUnit(source, role, nameJob(source, labels));
  const outcome = role.outcome(labels);
  if (job === undefined || outcome === undefined) return;
  // most units of a machine have no timer
  if (isOfUnit(role) && !store.jobs.has(job)) return;
  const identify = () => ({ ...findIdentity(store, source, { labels, role }), outcome });
  const key = JSON.stringify(labels) + role.kind + outcome;
  addSeries(store, { job, key, identify }, series);
}

/**
 * The unit that runs and fails may have another name than the trigger: `backup.service` and
 * `backup.timer`.
 */
function renameUnit({ runs }: Source, role: Role, job: string | undefined): string | undefined {
  const ending = runs?.kind === 'triggers' ? runs.unitEnding : undefined;
  if (!isOfUnit(role) || ending === undefined || !job?.endsWith(ending.unit)) return job;
  return job.slice(0, -ending.unit.length) + ending.trigger;
}

const suffix = /_(sum|count|bucket)$/;

/**
 * Separates the labels of a series into those of its target, of a part of the metric, and of a
 * copy. A label that the target's `up` also has belongs to the target: an HA replica or a label of
 * relabelling.
 */
function findIdentity(
  store: Store,
  source: Source,
  { labels, role }: Readonly<{ labels: Labels; role: Role }>,
): Omit<Identity, 'outcome'> {
  const { replicas, jobLabels } = source;
  const key = keyTarget(labels);
  const ofTarget = store.targets.get(key)?.labels ?? new Set<string>();
  const part: [string, string][] = [];
  const copy: [string, string][] = [];
  for (const [name, value] of Object.entries(labels)) {
    if (notOfCopy.has(name) || jobLabels.includes(name) || role.ownLabels.includes(name)) continue;
    const isDropped = replicas.kind === 'drop' && replicas.label === name;
    if (isDropped || ofTarget.has(`${name}=${value}`)) copy.push([name, value]);
    else part.push([name, value]);
  }
  if (role.isPattern) part.push(['__name__', (labels.__name__ ?? '').replace(suffix, '')]);
  const isSame = replicas.kind === 'max';
  if (role.kind === 'bucket') copy.push(['le', labels.le ?? '']);
  if (isSame) copy.push(['instance', key]);
  return {
    kind: role.kind,
    target: isSame ? '' : key,
    scrapeJob: labels.job ?? '',
    status: role.ownLabels
      .filter(name => name !== 'le')
      .map(name => labels[name] ?? '')
      .join('/'),
    part: JSON.stringify(part),
    copy: JSON.stringify(copy),
    ...(role.kind === 'bucket' ? { bound: parseBound(labels.le ?? '') } : {}),
    unitSeconds: role.unitSeconds,
    isGauge: role.isGauge && !(labels.__name__ ?? '').endsWith('_total'),
  };
}

function parseBound(text: string): number {
  return text === '+Inf' ? Number.POSITIVE_INFINITY : Number(text);
}
