import type { AlarmPlan } from '../alarms/plan.ts';
import type { Config } from '../config/config.ts';
import { assumptions } from './assumptions.ts';
import { findJudgeMegabytes, findWidgetMegabytes, notifierMegabytes } from './judge-memory.ts';
import { findNotifierAlarmLines } from './notifier-alarms.ts';
import { prices } from './prices.ts';
import { serviceMetrics } from './published.ts';
import { findRunSeconds } from './run-seconds.ts';
import { countWhileUnlisted } from './unlisted.ts';

/** One item of a bill: a quantity per month and its price in US dollars. */
export type BillLine = Readonly<{ item: string; quantity: number; unit: string; usd: number }>;

export type Service = Readonly<{
  config: Config;
  plans: readonly AlarmPlan[];
  /** The metrics that the listed jobs publish together. */
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
    findReadLine(config),
    ...findRunLines(config),
    ...findNotifierLines(plans),
    ...findQueryLines(config),
    price('Mails', 'mails', [assumptions.mailsAMonth, prices.mail]),
  ];
}

/**
 * A process that begins asks CloudWatch what earlier ones have published, and the notifier reads
 * the judge's heartbeat each minute before it calls the dead man's switch.
 */
function findReadLine({ alarms, fleet, deadMansSwitch }: Config): BillLine {
  const unlisted = countWhileUnlisted({ alarms, fleet });
  const asked = alarms === 'alert' ? 1 + unlisted : unlisted;
  const heartbeats = deadMansSwitch === undefined ? 0 : assumptions.minutesAMonth;
  const reads = countColdStarts() * asked + heartbeats;
  return price('GetMetricData', 'metrics read', [reads, prices.metricRead]);
}

/** Per month. */
function countColdStarts(): number {
  return (assumptions.coldStartsADay * assumptions.minutesAMonth) / 1440;
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
  const seconds = findRunSeconds(jobs);
  const judgeSeconds = runs * seconds.judge + countColdStarts() * seconds.coldStart;
  const judge = judgeSeconds * toGigabytes(findJudgeMegabytes(jobs));
  const notifier = runs * seconds.notifier * toGigabytes(notifierMegabytes);
  const widgets = viewsAMonth * customPanels[alarms];
  const views = widgets * seconds.widget * toGigabytes(findWidgetMegabytes(jobs, alarms));
  const { judgeLogBytes, notifierLogBytes, widgetLogBytes } = assumptions;
  const bytes = runs * (judgeLogBytes + notifierLogBytes) + widgets * widgetLogBytes;
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

/** A run of the notifier reads its queue, its state and what is muted. */
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

/**
 * The queries of Amazon Managed Prometheus. A widget and a message read as much as a cold start.
 */
function findQueryLines({ connection, fleet, alarms }: Config): BillLine[] {
  if (connection.auth.kind !== 'sigv4') return [];
  const { minutesAMonth, viewsAMonth, mailsAMonth } = assumptions;
  const wholeReads = countColdStarts() + viewsAMonth * customPanels[alarms] + mailsAMonth;
  const warm = minutesAMonth * assumptions.warmSamplesAJob;
  const samples = fleet.jobs.length * (warm + wholeReads * assumptions.coldSamplesAJob);
  return [price('Query samples of Managed Prometheus', 'samples', [samples, prices.querySample])];
}

function toGigabytes(megabytes: number): number {
  return megabytes / 1024;
}

/** An item with a quantity and the price of each. */
export function price(
  item: string,
  unit: string,
  [quantity, each]: readonly [number, number],
): BillLine {
  return { item, unit, quantity, usd: quantity * each };
}
