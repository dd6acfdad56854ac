import type { Fleet } from '../model/job.ts';
import { learnSchedule } from '../schedule/learn.ts';
import type { DoctorEvidence, SourceEvidence } from './evidence.ts';
import { type Finding, listNames } from './finding.ts';
import { isWritable, writeKey, writeRhythm, writeSchedule } from './yaml-lines.ts';

/** Jobs in Prometheus that the configuration does not list, with the lines that would list them. */
export function findUnlistedJobs(
  fleet: Fleet,
  { at }: Pick<DoctorEvidence, 'at'>,
  source: Pick<SourceEvidence, 'source' | 'unlisted' | 'runTimes' | 'schedules'>,
): Finding[] {
  const { unlisted: names } = source;
  if (names.length === 0) return [];
  const { maximum } = fleet.unlisted;
  const isFirst = fleet.sources[0]?.name === source.source.name;
  return [
    {
      level: 'warning',
      code: 'job-unlisted',
      jobs: names,
      what: `Prometheus has ${names.length === 1 ? 'a job' : `${names.length} jobs`} that the configuration does not list: ${listNames(names)}.`,
      why: explain(names.length, maximum),
      advice:
        names.length === 1
          ? 'Add this line under "jobs:" and check its interval or schedule, which is learnt from its runs; or narrow the selector.'
          : 'Add these lines under "jobs:" and check the intervals and schedules, which are learnt from their runs; or narrow the selector.',
      lines: names.map(name => writeLine(source, { name, at, isFirst })),
    },
  ];
}

function explain(count: number, maximum: number): string {
  if (maximum === 0) return `${count === 1 ? 'It is' : 'They are'} not watched at all.`;
  if (count === 1)
    return 'It is judged by default limits, and shares alarms with other unlisted jobs.';
  const rest = count > maximum ? `, and ${count - maximum} of them are not watched at all` : '';
  return `They are judged by default limits, and share alarms${rest}.`;
}

type UnlistedLine = Readonly<{ name: string; at: number; isFirst: boolean }>;

function writeLine(
  { source, runTimes, schedules }: Pick<SourceEvidence, 'source' | 'runTimes' | 'schedules'>,
  { name, at, isFirst }: UnlistedLine,
): string {
  const own = schedules.get(name);
  const rhythm = learnSchedule(runTimes.get(name) ?? [], at);
  const isKnown = own !== undefined && isWritable(own);
  const when = isKnown ? writeSchedule(own) : rhythm && writeRhythm(rhythm);
  const settings = [...(when ?? ['interval: 1h']), ...(isFirst ? [] : [`source: ${source.name}`])];
  const guess = when === undefined ? ' # no rhythm was seen: a guess' : '';
  return `  ${writeKey(name)}: { ${settings.join(', ')} }${guess}`;
}
