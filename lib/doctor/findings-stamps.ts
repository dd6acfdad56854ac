import { toleratedAheadSeconds } from '../history/stamps.ts';
import type { StoredJob, StoredSeries } from '../history/store.ts';
import { formatDuration } from '../model/format.ts';
import type { Job } from '../model/job.ts';
import { type DoctorEvidence, type SourceEvidence, writeSourceLine } from './evidence.ts';
import type { Finding } from './finding.ts';
import { canCountSuccesses } from './source-report.ts';

/** What is wrong with a timestamp: `code` groups jobs whose timestamps are wrong in the same way. */
type Fault = Readonly<{ code: FaultCode; words: string }>;

type FaultCode = 'nan' | 'zero' | 'negative' | 'milliseconds' | 'seconds' | 'ahead' | 'behind';

/** Last-success timestamps that cannot be right: each kind is reported once, with its jobs. */
export function findStampProblems({ at }: DoctorEvidence, source: SourceEvidence): Finding[] {
  const { history, jobs } = source;
  const faulty = [...history.store.jobs.values()].flatMap(stored => {
    const fault = findFault(source, stored, at);
    return fault === undefined ? [] : [{ name: showName(jobs, stored.name), fault }];
  });
  const groups = Map.groupBy(faulty, ({ fault }) => `${fault.code} ${fault.words}`);
  return [...groups.values()].flatMap(group => {
    const [first] = group;
    const names = group.map(({ name }) => name);
    return first === undefined ? [] : [reportFault(source, first.fault, names)];
  });
}

function showName(jobs: readonly Job[], seriesName: string): string {
  return jobs.find(job => job.seriesName === seriesName)?.name ?? seriesName;
}

/** Timestamps in milliseconds are larger than any time in seconds that is at most some minutes ahead. */
const leastMilliseconds = 1e11;

/** A timestamp before 2001 is not that of a relevant run. */
const implausiblePast = 1e9;

/** Zones differ by multiples of a quarter of an hour; the end of a run is known within five minutes. */
const zoneStep = 900;
const zoneTolerance = 300;

function findFault(source: SourceEvidence, job: StoredJob, at: number): Fault | undefined {
  const stamps = [...job.series.values()].filter(isStamp);
  const newest = stamps.toSorted((a, b) => lastSeen(a) - lastSeen(b)).at(-1);
  if (newest === undefined) return undefined;
  const value = newest.segments.values.at(-1) ?? Number.NaN;
  const seconds = value * newest.identity.unitSeconds;
  return (
    findAbsurd(seconds, newest.identity.unitSeconds) ??
    findAhead(seconds, Math.min(at, lastSeen(newest))) ??
    findBehind(source, job, { seconds, changedAt: newest.segments.starts.at(-1) ?? 0 })
  );
}

/** What the judge read about the time before its samples is not a series of the application. */
function isStamp({ identity }: StoredSeries): boolean {
  return identity.kind === 'stamp' && (identity.target !== '' || identity.scrapeJob !== '');
}

function lastSeen({ segments }: StoredSeries): number {
  return segments.ends.at(-1) ?? 0;
}

function findAbsurd(seconds: number, unitSeconds: number): Fault | undefined {
  if (Number.isNaN(seconds)) return { code: 'nan', words: 'is not a number (NaN)' };
  if (!Number.isFinite(seconds)) return { code: 'nan', words: 'is infinite' };
  if (seconds === 0) return { code: 'zero', words: 'is 0' };
  if (seconds < 0) return { code: 'negative', words: 'is negative' };
  if (seconds > leastMilliseconds) return { code: 'milliseconds', words: 'is in milliseconds' };
  if (seconds < implausiblePast && unitSeconds < 1) {
    return { code: 'seconds', words: 'is in seconds, not in milliseconds' };
  }
  return undefined;
}

function findAhead(seconds: number, seen: number): Fault | undefined {
  const ahead = seconds - seen;
  if (ahead <= toleratedAheadSeconds) return undefined;
  const zone = Math.round(ahead / zoneStep) * zoneStep;
  return {
    code: 'ahead',
    words: `is ${formatDuration(zone === 0 ? ahead : zone)} in the future`,
  };
}

/** A timestamp that is always hours before the counted success is local time of another zone. */
function findBehind(
  { source }: SourceEvidence,
  job: StoredJob,
  { seconds, changedAt }: Readonly<{ seconds: number; changedAt: number }>,
): Fault | undefined {
  const counted = findCountedSuccess(job);
  if (counted === undefined || !canCountSuccesses(source)) return undefined;
  // a timestamp that does not change while its counter grows is a different problem
  if (Math.abs(changedAt - counted.last) > zoneTolerance) return undefined;
  const behind = counted.last - seconds;
  const zone = Math.round(behind / 1800) * 1800;
  const isZone = zone >= 1800 && zone <= 14 * 3600 && Math.abs(behind - zone) <= zoneTolerance;
  if (!isZone || behind < 2 * counted.gap) return undefined;
  return {
    code: 'behind',
    words: `is ${formatDuration(zone)} before the successes that are counted`,
  };
}

/** When the counter of successes last grew, and how long before that it grew. */
function findCountedSuccess(job: StoredJob): { last: number; gap: number } | undefined {
  const counters = [...job.series.values()].filter(
    ({ identity }) => identity.kind === 'runs' && identity.outcome === 'succeeded',
  );
  const times = counters
    .flatMap(({ segments }) => segments.starts.slice(1))
    .toSorted((a, b) => a - b);
  const [before, last] = times.slice(-2);
  return before === undefined || last === undefined ? undefined : { last, gap: last - before };
}

const advice: Readonly<Record<FaultCode, string>> = {
  nan: 'Keep the object that the gauge reads alive, or set the gauge directly when a run succeeds.',
  zero: 'Nothing, if it has not succeeded yet. It is better to export the timestamp only after the first success.',
  negative: 'Export Unix seconds.',
  milliseconds: 'Export Unix seconds, or set the unit to ms.',
  seconds: 'Set the unit to s.',
  ahead:
    "Set the clock and the time zone of the application's machine, and export Unix seconds (UTC).",
  behind: 'Export Unix seconds, which are UTC, instead of local time.',
};

function reportFault(source: SourceEvidence, fault: Fault, names: readonly string[]): Finding {
  const isCounted = canCountSuccesses(source.source);
  const { code, words } = fault;
  return {
    level: code === 'zero' ? 'info' : isCounted ? 'warning' : 'error',
    code: 'stamp-ignored',
    jobs: names,
    what: `The last-success timestamp of ${quoteNames(names)} ${words}.`,
    why: isCounted
      ? 'It is ignored; a success is recognised by the growth of the success counter instead.'
      : 'It is ignored: if the job has no success counter, it counts as never having succeeded.',
    advice: advice[code],
    ...writeUnit(source, code),
  };
}

function quoteNames(names: readonly string[]): string {
  const shown = names.slice(0, 5).map(name => `\`${name}\``);
  const rest = names.length - shown.length;
  return rest > 0 ? `${shown.join(', ')} and ${rest} more` : shown.join(', ');
}

function writeUnit({ source }: SourceEvidence, code: FaultCode): Pick<Finding, 'lines'> {
  if ((code !== 'milliseconds' && code !== 'seconds') || source.lastSuccess === undefined)
    return {};
  const gauge = JSON.stringify(source.lastSuccess.metric);
  const unit = code === 'milliseconds' ? 'ms' : 's';
  const part = `lastSuccess: { gauge: ${gauge}, unit: ${unit} }`;
  return { lines: ['sources:', writeSourceLine(source, part)] };
}
