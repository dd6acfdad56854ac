import type { AlarmHistory } from '../alarms/alarm-histories.ts';
import type { AlarmState } from '../alarms/evaluate.ts';
import { alerts } from '../checks/index.ts';
import { alarmName } from '../cloudwatch/names.ts';
import type { Config, Destination, Notify } from '../config/config.ts';
import type { Severity } from '../model/job.ts';
import type { TimeRange } from '../model/time-range.ts';
import { type AlarmSnapshot, identifyAlarm } from '../notify/alarm.ts';
import { deriveAlarmFacts } from '../notify/derive-facts.ts';
import { findRhythm } from '../notify/find-rhythm.ts';
import { findAlertKind } from '../notify/guides.ts';
import type { Message } from '../notify/message.ts';
import { planMessages } from '../notify/plan-messages.ts';
import type { Destinations, Routes } from '../notify/routes.ts';
import { emptyState } from '../notify/state.ts';
import type { AlarmFacts, AlertGuide, Wording } from '../notify/words/facts.ts';
import { wordMessage } from '../notify/words/word-message.ts';
import type { Replay } from './replay.ts';

/** A message that would have been sent, whatever the channel. */
export type Notification = Readonly<{
  /** Unix seconds. */
  at: number;
  severity: Severity;
  subject: string;
  jobs: readonly string[];
}>;

type NotificationConfig = Pick<
  Config,
  'service' | 'fleet' | 'maintenance' | 'notify' | 'runbookUrl'
>;

/** The time range of a backtest, and what is known about its jobs. */
type Period = TimeRange & Partial<Pick<Replay, 'findJob'>>;

/** The messages that the notifier would have sent over a time range, each once, however many get it. */
export function planNotifications(
  config: NotificationConfig,
  histories: readonly AlarmHistory[],
  span: Period,
): Notification[] {
  const wording = createWording(config);
  const { findJob = () => undefined } = span;
  const found = new Map<string, Notification>();
  for (const message of playMessages(config, histories, span.to)) {
    const { at, severity, items } = message;
    const jobs = [...new Set(items.flatMap(({ alarm }) => alarm.job ?? []))];
    const facts = findFacts(message, findJob, config.fleet.delaySeconds);
    const { subject } = wordMessage(message, { ...wording, facts });
    if (at >= span.from)
      found.set(JSON.stringify([at, severity, subject]), { at, severity, subject, jobs });
  }
  return [...found.values()];
}

/** What the notifier would have read from Prometheus at the time of the message. */
function findFacts(
  { items, at }: Message,
  findJob: Replay['findJob'],
  delaySeconds: number,
): Map<string, AlarmFacts> {
  const moment = at - delaySeconds;
  const known = items.map(({ alarm }) => {
    const found = alarm.job === undefined ? undefined : findJob(alarm.job);
    if (found === undefined) return [identifyAlarm(alarm), {}] as const;
    const { job, facts } = found;
    const derived = deriveAlarmFacts(facts, { job, isOn: alarm.isOn, at: moment });
    return [identifyAlarm(alarm), { ...findRhythm(alarm, job), ...derived }] as const;
  });
  return new Map(known);
}

/** The notifier's own rules, minute by minute from the first change of any alarm. */
function* playMessages(
  config: NotificationConfig,
  histories: readonly AlarmHistory[],
  to: number,
): Generator<Message> {
  const fixed = {
    routes: createRoutes(config.notify),
    quiet: { mutes: [], maintenance: config.maintenance },
    remindSeconds: {
      warning: config.notify.remind.warningSeconds,
      critical: config.notify.remind.criticalSeconds,
    },
  };
  const changes = listChanges(config.service, histories);
  const known = new Map<string, AlarmSnapshot>();
  let state = emptyState;
  let next = 0;
  for (let now = changes[0]?.since ?? to; now <= to; now += 60) {
    const before = next;
    for (; (changes[next]?.since ?? to + 1) <= now; next += 1) {
      const change = changes[next];
      if (change !== undefined) known.set(change.name, change);
    }
    if (before === next && state.alarms.length === 0) continue;
    const seen = changes.slice(before, next).map(change => ({ ...change, at: change.since }));
    const plan = planMessages({ ...fixed, state, alarms: [...known.values()], changes: seen, now });
    state = plan.state;
    yield* plan.messages;
  }
}

/** The state changes of each alarm that ever went on, in the order of time. */
function listChanges(service: string, histories: readonly AlarmHistory[]): AlarmSnapshot[] {
  return histories
    .filter(({ transitions }) => transitions.some(({ state }) => state === 'ALARM'))
    .flatMap(({ spec: { alert, job, severity }, transitions }) =>
      transitions.map(({ at, state, value, threshold }) => ({
        ...{ alert, job, severity, name: alarmName(service, job, alert) },
        ...{ state: state satisfies AlarmState, since: at, limit: threshold },
        value: value ?? undefined,
      })),
    )
    .sort((a, b) => a.since - b.since);
}

/** If the configuration names no recipient, the messages are planned as if it had one. */
const somebody: Destinations = { warning: ['somebody'], critical: ['somebody'] };

function createRoutes({ warning, critical, routes }: Notify): Routes {
  const defaults = {
    warning: warning.map(nameDestination),
    critical: critical.map(nameDestination),
  };
  const isNobody = warning.length === 0 && critical.length === 0 && routes.length === 0;
  return {
    defaults: isNobody ? somebody : defaults,
    routes: routes.map(route => ({
      jobs: route.jobs,
      warning: route.warning.map(nameDestination),
      critical: route.critical.map(nameDestination),
    })),
  };
}

/** An identifier that is shown nowhere. */
function nameDestination(destination: Destination): string {
  return JSON.stringify(destination);
}

function createWording({ service, fleet, runbookUrl }: NotificationConfig): Wording {
  return {
    service,
    totalJobs: fleet.jobs.length,
    guides: Object.fromEntries(alerts.map(alert => [alert.name, createGuide(alert)])),
    facts: new Map(),
    prometheusAnswered: true,
    links: { runbookUrl },
  };
}

function createGuide({ name, firstLook, runbook }: (typeof alerts)[number]): AlertGuide {
  return { kind: findAlertKind(name), firstLook, section: runbook };
}
