import type { AlarmSpec } from '../../checks/check.ts';
import { evaluateJob } from '../../checks/evaluate-fleet.ts';
import { findCheck, planJobAlarms } from '../../checks/index.ts';
import type { SourceHistory } from '../../history/history.ts';
import type { StoredJob } from '../../history/store.ts';
import { createTargetFinder, type TargetFacts } from '../../history/targets.ts';
import type { Fleet, Job } from '../../model/job.ts';
import { identifyAlarm } from '../../notify/alarm.ts';
import { deriveAlarmFacts } from '../../notify/derive-facts.ts';
import { findAlertKind } from '../../notify/guides.ts';
import type { AlarmRecord } from '../../notify/state.ts';
import type { AlarmFacts, AlertKind } from '../../notify/words/facts.ts';
import { findJobQuery } from '../../sources/job-query.ts';
import type { Sources, SourcesReading } from '../read-sources.ts';
import { findUnlisted, isAboutUnlisted, listExceeded } from './find-unlisted.ts';
import type { FindFacts } from './wording.ts';

/** A message waits this long for Prometheus's data, in milliseconds. */
const factsMilliseconds = 5_000;

/**
 * Queries Prometheus about the alarms in messages. Undefined if a source of theirs does not answer
 * in time. If nothing is needed, nothing is queried.
 */
export function createFactsFinder(
  sources: Pick<Sources, 'histories' | 'read'>,
  fleet: Fleet,
): FindFacts {
  const jobs = new Map(fleet.jobs.map(job => [job.name, job]));
  return async (messages, at) => {
    const alarms = messages.flatMap(({ items }) => items.map(({ alarm }) => alarm));
    const subjects = alarms.flatMap(alarm => findSubject(alarm, jobs));
    if (subjects.length === 0) return new Map();
    const { failures } = await sources.read({ from: at - trendSeconds, to: at }, factsMilliseconds);
    const isUnread = (source: string) => failures.get(source)?.has('all') === true;
    const [silent, others] = [
      subjects.filter(isAboutSource),
      subjects.filter(s => !isAboutSource(s)),
    ];
    const needed = new Set(others.flatMap(({ job }) => job?.source ?? listNames(fleet)));
    if ([...needed].some(isUnread)) return undefined;
    const moment = at - fleet.delaySeconds;
    const histories = new Map(
      sources.histories().map(history => [history.source.name, openHistory(history, moment)]),
    );
    const names = nameUnread(failures, fleet);
    const unread = silent.map(({ alarm }) => [identifyAlarm(alarm), names] as const);
    return new Map([
      ...unread,
      ...others.flatMap(one => findOne(one, histories, { fleet, at: moment })),
    ]);
  };
}

/** An alarm and its job; undefined for unlisted jobs. */
type Subject = Readonly<{ alarm: AlarmRecord; job: Job | undefined }>;

function findSubject(alarm: AlarmRecord, jobs: ReadonlyMap<string, Job>): Subject[] {
  if (alarm.job === undefined) {
    const one = { alarm, job: undefined };
    return isAboutUnlisted(alarm) || isAboutSource(one) ? [one] : [];
  }
  const job = jobs.get(alarm.job);
  return job === undefined ? [] : [{ alarm, job }];
}

function isAboutSource({ alarm }: Subject): boolean {
  return alarm.alert === 'SourceUnreachable';
}

/** The sources and checks that cannot be read now; empty if all can. */
function nameUnread(failures: SourcesReading['failures'], fleet: Fleet): AlarmFacts {
  const names = [...failures].flatMap(([source, found]) =>
    found.has('all') ? source : [...found.keys()],
  );
  const isAll = listNames(fleet).every(source => failures.get(source)?.has('all'));
  return names.length === 0 || isAll ? {} : { names };
}

function listNames({ sources }: Fleet): string[] {
  return sources.map(({ name }) => name);
}

/** A source's history, and what is known of its targets. */
type Opened = Readonly<{ history: SourceHistory; findTargets: (job: StoredJob) => TargetFacts }>;

function openHistory(history: SourceHistory, at: number): Opened {
  return { history, findTargets: createTargetFinder(history.store, at) };
}

type Moment = Readonly<{ fleet: Fleet; at: number }>;

function findOne(
  { alarm, job }: Subject,
  opened: ReadonlyMap<string, Opened>,
  moment: Moment,
): (readonly [string, AlarmFacts])[] {
  if (job === undefined) {
    const histories = [...opened.values()].map(({ history }) => history);
    const found = findUnlisted(alarm, histories, moment);
    const names = found.map(one => one.job.name);
    const [only, ...others] = found;
    const facts = only === undefined || others.length > 0 ? {} : deriveFacts(alarm, only, moment);
    return [[identifyAlarm(alarm), names.length === 0 ? {} : { ...facts, names }]];
  }
  const one = opened.get(job.source);
  if (one === undefined) return [];
  const facts = deriveFacts(alarm, { job, history: one.history }, moment);
  return [[identifyAlarm(alarm), { ...facts, ...describeTargets(alarm, job, one) }]];
}

type Watched = Readonly<{ job: Job; history: SourceHistory }>;

function deriveFacts(alarm: AlarmRecord, watched: Watched, { at }: Moment): AlarmFacts {
  const { job, history } = watched;
  const own = findAlertKind(alarm.alert);
  const facts = deriveAlarmFacts(history.findFacts(job), { job, isOn: alarm.isOn, at });
  const spec = findSpec(alarm, watched, at);
  if (spec === undefined) return facts;
  const kind = own ?? findAlertKind(spec.alert);
  return {
    ...facts,
    ...(own !== undefined || kind === undefined ? {} : { kind }),
    ...findNumbers({ alarm, spec, kind }, watched, at),
    ...findQuery(spec, watched),
  };
}

/** The alert of an alarm. If it covers several, the first whose limit is exceeded now. */
function findSpec(
  { alert, severity }: AlarmRecord,
  { job, history }: Watched,
  at: number,
): AlarmSpec | undefined {
  if (findAlertKind(alert) !== undefined) {
    return planJobAlarms(job).find(spec => spec.alert === alert);
  }
  return listExceeded(history, job, at).find(spec => spec.severity === severity);
}

/** A trend compares with the value this many seconds ago. */
const trendSeconds = 3_600;

type QueriedAlarm = Readonly<{ alarm: AlarmRecord; spec: AlarmSpec; kind: AlertKind | undefined }>;

/** The present P95, and the alert's value an hour ago: for a queue its size, for an age nothing. */
function findNumbers(
  { alarm, spec, kind }: QueriedAlarm,
  { job, history }: Watched,
  at: number,
): AlarmFacts {
  const read = (moment: number) =>
    evaluateJob(history, job, { at: moment }).find(({ metric }) => metric === spec.metric)?.value;
  const ago = at - trendSeconds;
  const isOfQueue = kind === 'queue-size' || kind === 'queue-growth';
  // the value of an alarm that covers several alerts is not a value of any of them
  const isComparable = kind !== 'staleness' && alarm.alert === spec.alert;
  const sizeThen = history.findFacts(job).queue.findLast(fact => fact.at <= ago)?.size;
  const then = isOfQueue ? sizeThen : isComparable ? read(ago) : undefined;
  const p95Seconds = kind === 'duration' ? read(at) : undefined;
  return {
    ...(p95Seconds === undefined ? {} : { p95Seconds }),
    ...(then === undefined || !alarm.isOn
      ? {}
      : { before: { value: then, secondsAgo: trendSeconds } }),
  };
}

function findQuery(spec: AlarmSpec, { job, history }: Watched): AlarmFacts {
  const query = findJobQuery(history.source, job.seriesName, findCheck(spec.alert).name);
  return query === undefined ? {} : { query };
}

/** A restart may explain what begins within this many seconds after it. */
const afterRestartSeconds = 1_800;

function describeTargets({ since }: AlarmRecord, job: Job, { history, findTargets }: Opened) {
  const stored = history.store.jobs.get(job.seriesName);
  if (stored === undefined) return {};
  const { down, restartedAt } = findTargets(stored);
  const explains =
    restartedAt !== undefined && restartedAt <= since && since - restartedAt <= afterRestartSeconds;
  return {
    ...(down.length === 0 ? {} : { targetsDown: down }),
    ...(explains ? { restartedAt } : {}),
  };
}
