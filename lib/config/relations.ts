import type { CheckName } from '../model/job.ts';
import type { Source } from '../model/source.ts';
import { longestSelectorBytes, measureSelectors } from '../sources/split-names.ts';
import { defaultSources } from './defaults.ts';
import { mergeJob } from './merge-job.ts';
import { type Path, valueAt } from './path.ts';
import { findParts } from './resolve-job.ts';
import { resolveSource } from './resolve-source.ts';
import { defaultsSchema, type JobDefaults, type JobInput, jobSchema } from './schema-job.ts';
import { isOrdered, orderExpected, type SectionInput } from './schema-section.ts';
import { sourcesSchema } from './schema-source.ts';
import { sections } from './sections.ts';
import { parseSelector } from './selector.ts';

/** A conflict between parts of a configuration. */
export type Conflict = Readonly<{ path: Path; part: 'key' | 'value'; expected: string }>;

type Keys = Readonly<Record<string, unknown>>;

/**
 * Finds conflicts between valid parts of a configuration: unknown names of sources, settings for
 * parts that a source does not have, limits in the wrong order after `defaults` are applied,
 * selectors that are too long together, and jobs with the same name.
 */
export function findConflicts(value: unknown): Conflict[] {
  const { sources, defaults } = readShared(value);
  const jobs = Object.entries(readMap(value, 'jobs')).flatMap(([key, raw]) => {
    const { data } = jobSchema.safeParse(raw);
    return data === undefined ? [] : [{ key, job: data }];
  });
  return [
    ...sources.known.flatMap(source => checkLength(value, source)),
    ...jobs.flatMap(({ key, job }) => checkSource(key, job, sources)),
    ...jobs.flatMap(({ key, job }) => checkOrder(key, job, defaults)),
    ...findNamesakes(jobs, sources.names),
  ];
}

/** `names` are all sources; `known` are the valid ones among them. */
type Sources = Readonly<{ names: readonly string[]; known: readonly Source[] }>;

function readShared(value: unknown): Readonly<{ sources: Sources; defaults: JobDefaults }> {
  const given = valueAt(value, ['sources']) === undefined ? defaultSources : undefined;
  const raw = given ?? readMap(value, 'sources');
  const shared = parseSelector(String(valueAt(value, ['prometheus', 'selector']) ?? '')) ?? '';
  const known = Object.entries(raw).flatMap(([name, source]) => {
    const { data } = sourcesSchema.safeParse({ [name]: source });
    const parsed = data?.[name];
    return parsed === undefined ? [] : [resolveSource(name, parsed, shared)];
  });
  const defaults = defaultsSchema.safeParse(valueAt(value, ['defaults']) ?? {}).data ?? {};
  return { sources: { names: Object.keys(raw), known }, defaults };
}

function readMap(value: unknown, key: string): Keys {
  const map = valueAt(value, [key]);
  return typeof map === 'object' && map !== null && !Array.isArray(map) ? (map as Keys) : {};
}

/** A query has room for the names of jobs besides its selectors. */
function checkLength(value: unknown, source: Source): Conflict[] {
  const bytes = measureSelectors(source);
  if (bytes <= longestSelectorBytes) return [];
  const own = valueAt(value, ['sources', source.name]);
  const path = own === undefined ? ['prometheus', 'selector'] : ['sources', source.name];
  const expected = `selectors that come to at most ${longestSelectorBytes} bytes in a query, prometheus.selector among them; these come to ${bytes}`;
  return [{ path, part: 'value', expected }];
}

function checkSource(key: string, job: JobInput, { names, known }: Sources): Conflict[] {
  const name = job.source ?? names[0];
  if (name === undefined) return [];
  if (!names.includes(name)) {
    const expected = `one of the sources ${names.join(', ')}`;
    return [{ path: ['jobs', key, 'source'], part: 'value', expected }];
  }
  const source = known.find(candidate => candidate.name === name);
  return source === undefined ? [] : checkParts(key, job, source);
}

function checkParts(key: string, job: JobInput, source: Source): Conflict[] {
  const has = findParts(source);
  return sections.flatMap(({ check, needs }) => {
    if (has[check] || !isAskedFor(job, check)) return [];
    const expected = `false or nothing, as the source ${source.name} has no ${needs}`;
    return [{ path: ['jobs', key, check], part: 'value', expected }];
  });
}

const isAskedFor = (job: JobInput, check: CheckName) =>
  job[check] !== undefined && job[check] !== false;

function checkOrder(key: string, own: JobInput, defaults: JobDefaults): Conflict[] {
  const merged = mergeJob(defaults, own);
  const names = [...sections.map(({ check }) => check), 'grace'] as const;
  return names.flatMap(name => {
    const given = own[name];
    const limits = merged[name];
    if (typeof given !== 'object' || typeof limits !== 'object') return [];
    // The schema compares two limits of the same map, unless one is in runs.
    const [warning, critical] = (['warning', 'critical'] as const).map(limit =>
      toSeconds(limits, limit, own.interval),
    );
    const isOld = given.warning !== undefined && given.critical !== undefined;
    if (isOrdered(warning, critical) || (isOld && isComparable(given))) return [];
    const limit = given.warning === undefined ? 'critical' : 'warning';
    const expected =
      limit === 'warning' ? orderExpected : 'a limit that is not below the warning one';
    return [{ path: ['jobs', key, name, limit], part: 'value', expected }];
  });
}

const isComparable = ({ warning, critical }: SectionInput) => typeof warning === typeof critical;

function toSeconds(limits: SectionInput, key: string, interval = 0): number | undefined {
  const limit = limits[key];
  return typeof limit === 'object' ? limit.runs * interval : limit;
}

type KeyedJob = Readonly<{ key: string; job: JobInput }>;

/** Finds jobs that have the same name in the same source. */
function findNamesakes(jobs: readonly KeyedJob[], names: readonly string[]): Conflict[] {
  const seen = new Set<string>();
  return jobs.flatMap(({ key, job }): Conflict[] => {
    const identity = JSON.stringify([job.source ?? names[0], job.name ?? key]);
    const isTwice = seen.has(identity);
    seen.add(identity);
    const expected = 'each job of a source once';
    if (!isTwice) return [];
    return job.name === undefined
      ? [{ path: ['jobs', key], part: 'key', expected }]
      : [{ path: ['jobs', key, 'name'], part: 'value', expected }];
  });
}
