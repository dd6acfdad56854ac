import type { AlarmState } from '../alarms/evaluate.ts';
import { checks } from '../checks/index.ts';
import { type AlarmHistory, judgeAlarms, type Span, spanToRead } from '../cli/alarm-histories.ts';
import { listEpisodes } from '../cli/episodes.ts';
import { type Breach, reportJobs } from '../cli/check-report.ts';
import { formatAlertValue } from '../cli/format-values.ts';
import { type AlertName, alertNames, type Fleet } from '../model/job.ts';
import { panels } from '../panels/panels.ts';
import type { Episode, Trouble } from './dashboard.ts';
import { sayBreach } from './say-breach.ts';
import type { Tape } from './tape.ts';

/** What the alarms of a fleet did in the span, and what is wrong at its end. */
export function alarmsOn(
  tape: Tape,
  fleet: Fleet,
  span: Span,
): Readonly<{ episodes: readonly Episode[]; troubles: readonly Trouble[] }> {
  const read = spanToRead(fleet, span);
  const pausedUntil = new Map(
    fleet.jobs.map(job => [job.name, typeof job.paused === 'number' ? job.paused : 0]),
  );
  const histories = judgeAlarms(
    fleet,
    {
      names: tape.namesIn(read),
      datapointsOf: (job, metric, alert) => {
        const paused = pausedUntil.get(job) ?? 0;
        const all = tape.datapointsOf(job, metric, { alert, span: read });
        return paused <= read.from ? all : all.filter(({ at }) => at >= paused);
      },
    },
    span,
  );
  const episodes = histories.flatMap(history => episodesIn(history, span)).sort(newestFirst);
  return { episodes, troubles: troublesOf(fleet, tape, { span, histories }) };
}

/** What still stands comes first, then what began last. */
function newestFirst(a: Episode, b: Episode): number {
  return Number(a.to !== null) - Number(b.to !== null) || b.from - a.from;
}

function episodesIn({ spec, transitions }: AlarmHistory, span: Span): Episode[] {
  const { alert, job, severity } = spec;
  const limitAt = new Map(transitions.map(({ at, threshold }) => [at, threshold]));
  return listEpisodes(transitions)
    .filter(({ to }) => to === undefined || to >= span.from)
    .map(({ from, to, value }) => ({
      job,
      alert,
      severity,
      from,
      to: to ?? null,
      value: value === null ? '–' : formatAlertValue(alert, value),
      limit: formatAlertValue(alert, limitAt.get(from) ?? spec.threshold),
      panels: chartsOfAlert(alert),
    }));
}

/** The charts that show what the alert judges; no run is seen in the execution rate. */
function chartsOfAlert(alert: AlertName): number[] {
  const charts = panels.filter(({ kind }) => kind === 'timeseries').map(({ number }) => number);
  const check = checks.find(({ alerts }) => alerts.some(({ name }) => name === alert));
  if (check?.name === 'staleness') return [4];
  return (check?.panels ?? []).filter(number => charts.includes(number));
}

type Found = Readonly<{ span: Span; histories: readonly AlarmHistory[] }>;

/** Alarms that stand at the end of the span, and limits that are passed but not yet long enough. */
function troublesOf(fleet: Fleet, tape: Tape, { span, histories }: Found): Trouble[] {
  const standing = new Map(
    histories.flatMap(({ spec, transitions }) => {
      const last = transitions.at(-1);
      const isOn: AlarmState | undefined = last?.state;
      return isOn === 'ALARM' && last !== undefined ? [[keyOf(spec), { spec, last }] as const] : [];
    }),
  );
  const snapshot = {
    at: span.to,
    measurements: tape.measurementsAt(span.to),
    notes: [],
    warnings: [],
  };
  const breaching = reportJobs(fleet, snapshot).flatMap(({ job, breaches }) =>
    breaches.map(breach =>
      troubleOf(job, breach, standing.get(keyOf({ job, ...breach }))?.last.at),
    ),
  );
  const shown = new Set(breaching.map(keyOf));
  const silent = [...standing.values()]
    .filter(({ spec }) => !shown.has(keyOf(spec)))
    .map(({ spec: { job, alert, severity, evaluationPeriods }, last }) =>
      troubleOf(
        job,
        {
          alert,
          severity,
          value: last.value ?? last.threshold,
          limit: last.threshold,
          holdMinutes: evaluationPeriods,
        },
        last.at,
      ),
    );
  return withoutMilder([...breaching, ...silent]).sort(worstFirst);
}

function keyOf({ job, alert }: Readonly<{ job: string; alert: AlertName }>): string {
  return `${alert} ${job}`;
}

function troubleOf(job: string, breach: Breach, since: number | undefined): Trouble {
  const { alert, severity } = breach;
  const state = since === undefined ? 'pending' : 'alarm';
  return { job, alert, severity, state, since: since ?? null, says: sayBreach(breach) };
}

/** Where a critical alarm of the same check stands, the warning says nothing new. */
function withoutMilder(troubles: readonly Trouble[]): Trouble[] {
  const checkOf = (alert: AlertName) =>
    checks.find(({ alerts }) => alerts.some(({ name }) => name === alert))?.name;
  return troubles.filter(
    ({ job, alert, severity }) =>
      severity === 'critical' ||
      !troubles.some(
        other =>
          other.job === job &&
          other.severity === 'critical' &&
          other.state === 'alarm' &&
          checkOf(other.alert) === checkOf(alert),
      ),
  );
}

function worstFirst(a: Trouble, b: Trouble): number {
  return (
    rank(b) - rank(a) ||
    (a.since ?? 0) - (b.since ?? 0) ||
    alertNames.indexOf(a.alert) - alertNames.indexOf(b.alert)
  );
}

function rank({ severity, state }: Trouble): number {
  return (state === 'alarm' ? 2 : 0) + (severity === 'critical' ? 1 : 0);
}
