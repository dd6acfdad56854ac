import { findReadRange } from '../alarms/alarm-histories.ts';
import { evaluateFleet, listJobs } from '../checks/evaluate-fleet.ts';
import { checks, planJobAlarms } from '../checks/index.ts';
import type { SourceHistory } from '../history/history.ts';
import type { Fleet, Job } from '../model/job.ts';
import type { MetricName } from '../model/measurement.ts';
import type { TimeRange } from '../model/time-range.ts';
import { listPeriods, listShadedChecks } from './alarm-bands.ts';
import type { AlarmPeriod } from './alarm-periods.ts';
import { type ChartSeries, chartStep, listSeries, stepMinutes } from './chart-series.ts';
import { type LimitLine, limitLines } from './native.ts';
import type { Panel } from './panel.ts';
import { createSampledColumns, type SampledColumns } from './sampled-columns.ts';

/** Lines over time, with their limits and alarms. Times are Unix seconds. */
export type LinesData = Readonly<{
  kind: 'lines';
  panel: Panel;
  from: number;
  to: number;
  /** Between two points of a line. */
  stepSeconds: number;
  times: readonly number[];
  series: readonly ChartSeries[];
  limits: readonly LimitLine[];
  periods: readonly AlarmPeriod[];
  /** If more jobs than this have lines, those with the highest values are shown. */
  jobCount: number;
}>;

/** As many jobs as the other panels show. */
const mostJobs = 50;

/** Jobs times minutes that are evaluated for one picture, which takes about two seconds. */
const mostEvaluations = 200_000;

/** Points of all lines together: about 150 kB of text. */
const mostPointsOfAll = 15_000;

type FleetHistories = Readonly<{ fleet: Fleet; histories: readonly SourceHistory[] }>;

/** The lines of a panel over a span; `undefined` if nothing is known at any of its minutes. */
export function collectLines(
  panel: Panel,
  known: FleetHistories,
  span: TimeRange,
): LinesData | undefined {
  const { fleet, histories } = known;
  const jobs = histories
    .flatMap(history => listJobs(fleet, history))
    .filter(job => panel.checks.every(check => job.enabled[check]));
  const read = findSpanOfLines(fleet, span);
  const times = planTimes(read, jobs.length);
  const columns = createSampledColumns(times, listMetrics(panel, jobs));
  if (!evaluateTimes(panel, known, { times, columns, from: span.from })) return undefined;
  const { shown, count } = chooseJobs(panel, { jobs, columns }, span);
  const stepSeconds = planStep(span, { times, lines: shown.length * panel.series.length });
  const own = { ...columns, listNames: () => new Set(shown.map(({ name }) => name)) };
  const { times: ends, series } = listSeries(panel, { columns: own, fleet, span, stepSeconds });
  const names = new Set(shown.map(({ name }) => name));
  return {
    ...{ kind: 'lines', panel, ...span, stepSeconds, times: ends },
    series: series.filter(({ job }) => names.has(job)),
    limits: limitLines(panel, jobs),
    periods: listPeriods(panel, { jobs: shown, findDatapoints: columns.findDatapoints }, span),
    jobCount: count,
  };
}

/** The span that must be known for the lines of a span and the alarms over it. */
export function findSpanOfLines(fleet: Fleet, span: TimeRange): TimeRange {
  return findReadRange([...fleet.jobs, fleet.unlisted.settings], span);
}

/**
 * The minutes that are evaluated: all of them, or for many jobs over a long span every second one
 * or fewer.
 */
function planTimes({ from, to }: TimeRange, jobs: number): number[] {
  const minutes = (to - from) / 60 + 1;
  const least = (minutes * jobs) / mostEvaluations;
  const every = stepMinutes.find(step => step >= least) ?? 60 * Math.ceil(least / 60);
  const step = every * 60;
  const times: number[] = [];
  for (let at = Math.ceil(from / step) * step; at < to; at += step) times.push(at);
  return [...times, to];
}

function listMetrics({ series }: Panel, jobs: readonly Job[]): ReadonlySet<MetricName> {
  return new Set([
    ...series.map(({ metric }) => metric),
    ...jobs.flatMap(planJobAlarms).map(({ metric }) => metric),
  ]);
}

type Evaluated = Readonly<{ times: readonly number[]; columns: SampledColumns; from: number }>;

/** Whether anything was known from `from` on. */
function evaluateTimes(
  panel: Panel,
  { fleet, histories }: FleetHistories,
  { times, columns, from }: Evaluated,
): boolean {
  const needed = listShadedChecks(panel);
  const without = new Set(checks.map(({ name }) => name).filter(name => !needed.includes(name)));
  let isKnown = false;
  times.forEach((at, index) => {
    const { measurements, sources } = evaluateFleet(fleet, histories, { at, without });
    columns.set(index, measurements);
    if (at >= from && [...sources.values()].includes('fresh')) isKnown = true;
  });
  return isKnown;
}

type Candidates = Readonly<{ jobs: readonly Job[]; columns: SampledColumns }>;

/** The jobs with the highest values, in their own order. */
function chooseJobs({ series }: Panel, { jobs, columns }: Candidates, span: TimeRange) {
  const highest = new Map<Job, number>();
  for (const job of jobs) {
    const values = series.flatMap(({ metric }) => {
      const column = columns.readValues(job.name, metric, span) ?? new Float64Array();
      return [column.reduce(findHigher, -1)];
    });
    const most = Math.max(...values);
    if (most >= 0) highest.set(job, most);
  }
  const ranked = [...highest].sort(([, a], [, b]) => b - a).slice(0, mostJobs);
  const chosen = new Set(ranked.map(([job]) => job));
  return { shown: jobs.filter(job => chosen.has(job)), count: highest.size };
}

/** A missing value is NaN, which is not higher than any value. */
function findHigher(a: number, b: number): number {
  return Number.isNaN(b) ? a : Math.max(a, b);
}

/** As fine as the values are, and as the room for all lines together allows. */
function planStep(
  span: TimeRange,
  { times, lines }: Readonly<{ times: readonly number[]; lines: number }>,
) {
  const [first = 0, second = first + 60] = times;
  const least = ((span.to - span.from) * Math.max(1, lines)) / mostPointsOfAll;
  const fitting = stepMinutes.find(minutes => minutes * 60 >= least) ?? 0;
  return Math.max(chartStep(span), second - first, fitting * 60);
}
