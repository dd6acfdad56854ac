import type { AlarmPlan } from '../alarms/plan.ts';
import type { Config } from '../config/config.ts';
import { assumptions } from './assumptions.ts';
import { findJudgeMegabytes, findWidgetMegabytes, notifierMegabytes } from './judge-memory.ts';
import { findNotifierAlarmLines } from './notifier-alarms.ts';
import { prices } from './prices.ts';
import { serviceMetrics } from './published.ts';
import { countWhileUnlisted } from './unlisted.ts';

/** One item of a bill: a quantity per month and its price in US dollars. */
export type BillLine = Readonly<{ item: string; quantity: number; unit: string; usd: number }>;

export type Service = Readonly<{
  config: Config;
  plans: readonly AlarmPlan[];
  /** What the listed jobs publish together. */
  jobMetrics: number;
}>;

/** Metrics in one PutMetricData call. Source: CloudWatch API reference, PutMetricData. */
const metricsACall = 1000;

/** Alarms in one answer of DescribeAlarms. Source: CloudWatch API reference. */
const alarmsAPage = 100;

/** Panels that the widget's function draws; the others are CloudWatch's own. */
const customPanels = { alert: 5, job: 10 } as const;

const metricUsd = prices.metricTiers[0].usd;

/** Lists what a service costs a month besides its jobs' metrics and alarms. */
export function findFixedLines(service: Service): BillLine[] {
  const { config, plans } = service;
  const own = plans.filter(({ job }) => job === undefined).length;
  const metrics = serviceMetrics[config.alarms].length;
  return [
    price('Metrics of the service', 'metrics', [metrics, metricUsd]),
    price('Alarms on Jobwatch and unlisted jobs', 'alarms', [own, prices.alarm]),
    ...findNotifierAlarmLines(config, plans),
    price('Dashboard', 'dashboards', [1, prices.dashboard]),
    ...findCallLines(service),
    findStartLine(config),
    ...findRunLines(config),
    ...findNotifierLines(plans),
    ...findQueryLines(config),
    price('Mails', 'mails', [assumptions.mailsAMonth, prices.mail]),
  ];
}

/** A process that begins asks CloudWatch what earlier ones have published. */
function findStartLine({ alarms, fleet }: Config): BillLine {
  const { minutesAMonth, coldStartsADay } = assumptions;
  const unlisted = countWhileUnlisted({ alarms, fleet });
  const asked = alarms === 'alert' ? 1 + unlisted : unlisted;
  const reads = (coldStartsADay * minutesAMonth * asked) / 1440;
  return price('GetMetricData at cold starts', 'metrics read', [reads, prices.metricRead]);
}

/** A run of the judge publishes all metrics; the notifier reads alarms. */
function findCallLines({ config, plans, jobMetrics }: Service): BillLine[] {
  const { minutesAMonth, alarmsReadMinutes } = assumptions;
  const metrics = jobMetrics + serviceMetrics[config.alarms].length;
  const calls = Math.ceil(metrics / metricsACall);
  const pages = Math.ceil(plans.length / alarmsAPage);
  return [
    price('PutMetricData', 'requests', [minutesAMonth * calls, prices.apiRequest]),
    price('DescribeAlarms', 'requests', [
      (minutesAMonth / alarmsReadMinutes) * pages,
      prices.apiRequest,
    ]),
  ];
}

function findRunLines({ fleet, alarms }: Config): BillLine[] {
  const { minutesAMonth: runs, viewsAMonth } = assumptions;
  const jobs = fleet.jobs.length;
  const judge = runs * assumptions.judgeSeconds * toGigabytes(findJudgeMegabytes(jobs));
  const notifier = runs * assumptions.notifierSeconds * toGigabytes(notifierMegabytes);
  const widgets = viewsAMonth * customPanels[alarms];
  const megabytes = findWidgetMegabytes(jobs, alarms);
  const views = widgets * assumptions.widgetSeconds * toGigabytes(megabytes);
  const bytes = runs * (assumptions.judgeLogBytes + assumptions.notifierLogBytes);
  const logUsd = prices.logGigabyte + prices.logGigabyteMonth * assumptions.logRetentionMonths;
  return [
    price('Lambda time of judge and notifier (arm64)', 'GB-s', [
      judge + notifier,
      prices.lambdaGigabyteSecond,
    ]),
    price('Lambda time of widget views', 'GB-s', [views, prices.lambdaGigabyteSecond]),
    price('Lambda runs', 'runs', [2 * runs + widgets, prices.lambdaRequest]),
    price('Scheduler', 'invocations', [2 * runs, prices.scheduledInvocation]),
    price('Logs', 'GB', [bytes / 1e9, logUsd]),
  ];
}

/** A run of the notifier asks its queue, and reads what was said and what is muted. */
function findNotifierLines(plans: readonly AlarmPlan[]): BillLine[] {
  const { minutesAMonth: runs, mailsAMonth } = assumptions;
  // a change is received, handled and deleted; each message is claimed and saved
  const changes = mailsAMonth + plans.length;
  return [
    price('Queue of alarm changes', 'queue requests', [runs + 3 * changes, prices.queueRequest]),
    price('Table reads', 'table reads', [2 * runs, prices.tableRead]),
    price('Table writes', 'table writes', [4 * changes, prices.tableWrite]),
  ];
}

/** What Amazon Managed Prometheus takes for the judge's questions. */
function findQueryLines({ connection, fleet }: Config): BillLine[] {
  if (connection.auth.kind !== 'sigv4') return [];
  const { minutesAMonth, coldStartsADay, warmSamplesAJob, coldSamplesAJob } = assumptions;
  const perJob = minutesAMonth * (warmSamplesAJob + (coldStartsADay * coldSamplesAJob) / 1440);
  const samples = fleet.jobs.length * perJob;
  return [price('Query samples of Managed Prometheus', 'samples', [samples, prices.querySample])];
}

function toGigabytes(megabytes: number): number {
  return megabytes / 1024;
}

/** An item at a quantity and the price of each. */
export function price(
  item: string,
  unit: string,
  [quantity, each]: readonly [number, number],
): BillLine {
  return { item, unit, quantity, usd: quantity * each };
}
