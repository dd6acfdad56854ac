import { findNearest } from '../config/nearest.ts';
import type { SourceHistory } from '../history/history.ts';
import type { Kind } from '../history/store.ts';
import { isPaused, type Job } from '../model/job.ts';
import { type DoctorEvidence, hasSeries, type SourceEvidence } from './evidence.ts';
import { type Finding, type FindingLevel, listNames } from './finding.ts';

/** Listed jobs without any series, and those without the queue or items that they are configured for. */
export function findJobProblems(evidence: DoctorEvidence, source: SourceEvidence): Finding[] {
  if (!hasSeries(source)) return [];
  return [...findUnseen(evidence, source), ...findUnseenAspects(source)];
}

/** From this many unseen jobs on, one finding covers all of them. */
const mostBlocks = 3;

function findUnseen(evidence: DoctorEvidence, source: SourceEvidence): Finding[] {
  const unseen = source.jobs.filter(job => !isSeen(source.history, job));
  const expected = unseen.filter(job => isExpected(job, evidence.at));
  const others = unseen.filter(job => !isExpected(job, evidence.at));
  return [
    ...reportUnseen(evidence, source, { jobs: expected, level: 'error' }),
    ...reportUnseen(evidence, source, { jobs: others, level: 'info' }),
  ];
}

function isSeen({ store }: SourceHistory, { seriesName }: Job): boolean {
  return store.jobs.has(seriesName);
}

function isExpected(job: Job, at: number): boolean {
  return (job.sinceSeconds ?? 0) <= at && !isPaused(job, at);
}

type Unseen = Readonly<{ jobs: readonly Job[]; level: FindingLevel }>;

function reportUnseen(evidence: DoctorEvidence, source: SourceEvidence, unseen: Unseen): Finding[] {
  const { jobs, level } = unseen;
  const why =
    level === 'error'
      ? 'It counts as late from when Prometheus began to watch, and will be mailed about.'
      : 'It is paused or not expected yet; afterwards it counts as late.';
  if (jobs.length === 0) return [];
  if (jobs.length <= mostBlocks) {
    return jobs.map(job => ({
      level,
      code: 'job-never-seen',
      jobs: [job.name],
      what: 'Prometheus has no series of this job.',
      why,
      advice: `Correct its name, check that its process is scraped, or remove it.${suggest(evidence, source, job)}`,
    }));
  }
  const names = jobs.map(({ name }) => name);
  const hints = jobs
    .map(job => suggest(evidence, source, job, { isNamed: true }))
    .filter(hint => hint !== '');
  const more = hints.length > 10 ? ` And ${hints.length - 10} more like these.` : '';
  return [
    {
      level,
      code: 'job-never-seen',
      jobs: names,
      what: `Prometheus has no series of ${names.length} listed jobs: ${listNames(names)}.`,
      why: why
        .replace('It counts', 'They count')
        .replace('It is', 'They are')
        .replace('it counts', 'they count'),
      advice: `Correct their names, check that their processes are scraped, or remove them.${hints.slice(0, 10).join('')}${more}`,
    },
  ];
}

/** A sentence that suggests the job's name or its source. */
function suggest(
  { sources }: DoctorEvidence,
  { source, unlisted }: SourceEvidence,
  job: Job,
  { isNamed = false }: Readonly<{ isNamed?: boolean }> = {},
): string {
  const other = sources.find(
    ({ source: { name }, history }) =>
      name !== source.name && history.store.jobs.has(job.seriesName),
  );
  const of = isNamed ? ` for ${JSON.stringify(job.name)}` : '';
  if (other !== undefined)
    return ` Source ${other.source.name} has it${of}: set source: ${other.source.name}.`;
  const near = findNearest(job.seriesName, unlisted);
  return near === undefined ? '' : ` Did you mean ${JSON.stringify(near)}${of}?`;
}

type Aspect = Readonly<{
  part: 'duration' | 'queue' | 'items';
  code: Finding['code'];
  level: FindingLevel;
  kinds: readonly Kind[];
  lacks: string;
  why: string;
  advice: string;
}>;

const aspects: readonly Aspect[] = [
  {
    part: 'duration',
    code: 'duration-unseen',
    level: 'warning',
    kinds: ['count', 'sum', 'bucket', 'length'],
    lacks: 'runs, but no durations',
    why: 'Their duration alerts cannot fire.',
    advice: 'Observe the run time of these jobs too, or set "duration: false" for them.',
  },
  {
    part: 'queue',
    code: 'queue-unseen',
    level: 'info',
    kinds: ['queue'],
    lacks: 'no queue',
    why: 'Each of them has two alarms that can never fire but cost money.',
    advice: 'Set "queue: false" for those that have no queue.',
  },
  {
    part: 'items',
    code: 'items-unseen',
    level: 'info',
    kinds: ['items'],
    lacks: 'no items',
    why: 'Each of them has an alarm that can never fire but costs money.',
    advice: 'Set "items: false" for those that process no items.',
  },
];

function findUnseenAspects({ source, history, jobs, failures }: SourceEvidence): Finding[] {
  return aspects.flatMap(({ part, code, level, kinds, lacks, why, advice }) => {
    if (source[part] === undefined || failures.has(part) || !hasAny(history, kinds)) return [];
    const names = jobs
      .filter(job => job.enabled[part] && isSeen(history, job) && !hasKind(history, job, kinds))
      .filter(job => part !== 'duration' || history.findFacts(job).runs.length > 0)
      .map(({ name }) => name);
    if (names.length === 0) return [];
    const has = names.length === 1 ? 'has' : 'have';
    return [
      { level, code, jobs: names, what: `${listNames(names)} ${has} ${lacks}.`, why, advice },
    ];
  });
}

/** A metric that no job has is reported separately. */
function hasAny({ store }: SourceHistory, kinds: readonly Kind[]): boolean {
  return [...store.jobs.keys()].some(name => hasKindByName(store, name, kinds));
}

function hasKind({ store }: SourceHistory, { seriesName }: Job, kinds: readonly Kind[]): boolean {
  return hasKindByName(store, seriesName, kinds);
}

function hasKindByName({ jobs }: SourceHistory['store'], name: string, kinds: readonly Kind[]) {
  const series = [...(jobs.get(name)?.series.values() ?? [])];
  return series.some(({ identity }) => kinds.includes(identity.kind));
}
