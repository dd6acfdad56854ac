import type { Identity, StoredSeries } from '../history/store.ts';
import type { Labels } from '../sources/question.ts';
import { type SourceEvidence, writeSourceLine } from './evidence.ts';
import { type Finding, listNames } from './finding.ts';

/** More changes of a value in common than this are not chance. */
const fewestChanges = 3;

/** Copies are few; a job of thousands of short-lived pods has a counter for each pod. */
const mostCounters = 40;

/** Copies are scraped at different times, at most two scrapes apart. */
const scrapesApart = 2;

/** A series that is exported twice: the label that distinguishes its copies, or the targets that export it. */
type Copies = Readonly<{ label: string | undefined; job: string }>;

/** Copies that are summed, because the configuration does not say that they are copies. */
export function findCopies(source: SourceEvidence): Finding[] {
  if (source.source.replicas.kind !== 'sum') return [];
  const found = [...source.history.store.jobs.values()].flatMap(({ name, series }) => {
    const counters = [...series.values()].filter(({ identity }) => identity.kind === 'runs');
    const copies = findPair(counters.slice(0, mostCounters));
    return copies === undefined ? [] : [{ ...copies, job: name }];
  });
  return [...Map.groupBy(found, ({ label }) => label)].map(([label, group]) => {
    const jobs = group.map(({ job }) => job);
    return label === undefined ? reportSame(source, jobs) : reportCopies(source, jobs, label);
  });
}

function findPair(counters: readonly StoredSeries[]): Omit<Copies, 'job'> | undefined {
  for (const [index, first] of counters.entries()) {
    for (const second of counters.slice(index + 1)) {
      if (!isSameCount(first.identity, second.identity) || !growsAlike(first, second)) continue;
      if (first.identity.target !== second.identity.target) return { label: undefined };
      const label = findDifference(first.identity, second.identity);
      if (label !== undefined) return { label };
    }
  }
  return undefined;
}

function isSameCount(a: Identity, b: Identity): boolean {
  return a.outcome === b.outcome && a.status === b.status;
}

/** The one label by which two parts of one target differ. */
function findDifference(a: Identity, b: Identity): string | undefined {
  const [one, other] = [a.part, b.part].map(
    part => Object.fromEntries(JSON.parse(part) as [string, string][]) as Labels,
  );
  const names = new Set([...Object.keys(one ?? {}), ...Object.keys(other ?? {})]);
  const differing = [...names].filter(name => one?.[name] !== other?.[name]);
  return differing.length === 1 ? differing[0] : undefined;
}

/** Whether two counters took the same values in the same order at nearly the same times. */
function growsAlike(a: StoredSeries, b: StoredSeries): boolean {
  const from = Math.max(a.segments.starts[0] ?? 0, b.segments.starts[0] ?? 0);
  const apart = scrapesApart * Math.max(a.segments.spacing, b.segments.spacing);
  const [one, other] = [a, b].map(series => listChanges(series, from + apart));
  if (one === undefined || other === undefined) return false;
  if (one.length < fewestChanges || Math.abs(one.length - other.length) > 1) return false;
  return one
    .slice(0, other.length)
    .every(({ value, time }) =>
      other.some(change => change.value === value && Math.abs(change.time - time) <= apart),
    );
}

function listChanges({ segments }: StoredSeries, from: number): { value: number; time: number }[] {
  const { starts, values } = segments;
  return starts.flatMap((time, index) => {
    const value = values[index] ?? Number.NaN;
    const isChange = index > 0 && value !== values[index - 1];
    return isChange && time >= from ? [{ value, time }] : [];
  });
}

function reportCopies(source: SourceEvidence, jobs: readonly string[], label: string): Finding {
  return {
    level: 'warning',
    code: 'copies',
    jobs,
    what: `Every series of ${listNames(jobs)} exists twice; the copies differ in the label ${label}.`,
    why: 'Each run is counted twice.',
    advice: `Drop the label ${label}: the highest value of the copies is used.`,
    lines: ['sources:', writeSourceLine(source.source, `replicas: { drop: ${label} }`)],
  };
}

function reportSame(source: SourceEvidence, jobs: readonly string[]): Finding {
  return {
    level: 'info',
    code: 'copies',
    jobs,
    what: `Several targets count the same number of runs of ${listNames(jobs)} at the same times.`,
    why: 'If they count the same runs, each run is counted more than once. If each counts its own runs, nothing is wrong.',
    advice: 'If they all export the same runs, use the lines below; otherwise nothing.',
    lines: ['sources:', writeSourceLine(source.source, 'replicas: max')],
  };
}
