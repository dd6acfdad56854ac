import { evaluateJob } from '../../checks/evaluate-fleet.ts';
import { planJobAlarms } from '../../checks/index.ts';
import type { SourceHistory } from '../../history/history.ts';
import type { Fleet, Job } from '../../model/job.ts';
import { identifyAlarm } from '../../notify/alarm.ts';
import { findAlertKind } from '../../notify/guides.ts';
import type { AlarmRecord } from '../../notify/state.ts';
import type { AlarmFacts } from '../../notify/words/facts.ts';
import type { Sources } from '../read-sources.ts';
import { deriveAlarmFacts } from './derive-facts.ts';
import type { FindFacts } from './wording.ts';

/** A message waits so long for what Prometheus knows, in milliseconds. */
const factsMilliseconds = 5_000;

/**
 * Asks Prometheus about the jobs that messages speak of. Undefined where a source that is concerned
 * does not answer in time; no job, no question.
 */
export function createFactsFinder(
  sources: Pick<Sources, 'histories' | 'read'>,
  fleet: Fleet,
): FindFacts {
  const jobs = new Map(fleet.jobs.map(job => [job.name, job]));
  return async (messages, at) => {
    const alarms = messages.flatMap(({ items }) => items.map(({ alarm }) => alarm));
    const known = alarms.flatMap(alarm => pairWithJob(alarm, jobs));
    if (known.length === 0) return new Map();
    const { failures } = await sources.read({ from: at, to: at }, factsMilliseconds);
    if (known.some(({ job }) => failures.get(job.source)?.has('all'))) return undefined;
    const histories = new Map(sources.histories().map(one => [one.source.name, one]));
    const moment = at - fleet.delaySeconds;
    return new Map(known.flatMap(one => findOne(one, histories, moment)));
  };
}

type AlarmWithJob = Readonly<{ alarm: AlarmRecord; job: Job }>;

function pairWithJob(alarm: AlarmRecord, jobs: ReadonlyMap<string, Job>): AlarmWithJob[] {
  const job = alarm.job === undefined ? undefined : jobs.get(alarm.job);
  return job === undefined ? [] : [{ alarm, job }];
}

function findOne(
  one: AlarmWithJob,
  histories: ReadonlyMap<string, SourceHistory>,
  at: number,
): (readonly [string, AlarmFacts])[] {
  const { alarm, job } = one;
  const history = histories.get(job.source);
  if (history === undefined) return [];
  const facts = deriveAlarmFacts(history.findFacts(job), { job, isOn: alarm.isOn, at });
  return [[identifyAlarm(alarm), { ...facts, ...findDecider(one, history, at) }]];
}

/** Of an alarm that stands for several alerts: what the first is about whose limit is passed now. */
function findDecider({ alarm, job }: AlarmWithJob, history: SourceHistory, at: number): AlarmFacts {
  if (findAlertKind(alarm.alert) !== undefined) return {};
  const values = new Map(
    evaluateJob(history, job, { at }).map(({ metric, value }) => [metric, value]),
  );
  const decider = planJobAlarms(job).find(
    ({ metric, severity, threshold }) =>
      severity === alarm.severity && (values.get(metric) ?? 0) > threshold,
  );
  const kind = decider === undefined ? undefined : findAlertKind(decider.alert);
  return kind === undefined ? {} : { kind };
}
