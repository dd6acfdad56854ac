import type { Config } from '../config/config.ts';
import { billFor } from './bill.ts';
import { formatUsd } from './format-usd.ts';

/**
 * For this many listed jobs or more, verdicts are the better choice: they then save a plain fleet
 * about $30 a month. For fewer jobs the difference is small, and each alert has its own alarm and
 * metric.
 */
export const verdictsFromJobs = 20;

type ModeCosts = Readonly<{
  alert: ModeCost;
  job: ModeCost;
  /** What is recommended for the number of jobs. */
  recommended: Config['alarms'];
}>;

type ModeCost = Readonly<{ totalUsd: number; jobsUsd: number; fixedUsd: number }>;

/** What the configuration costs a month with either of the two kinds of alarms. */
export function compareModes(config: Config): ModeCosts {
  const bill = (alarms: Config['alarms']): ModeCost => {
    const { totalUsd, jobsUsd, fixedUsd } = billFor({ ...config, alarms });
    return { totalUsd, jobsUsd, fixedUsd };
  };
  const recommended = config.fleet.jobs.length < verdictsFromJobs ? 'alert' : 'job';
  return { alert: bill('alert'), job: bill('job'), recommended };
}

/** Says which of the two is the better choice, in a sentence. */
export function recommendMode(config: Config): string {
  const { alert, job, recommended } = compareModes(config);
  const [alerts, verdicts] = [formatUsd(alert.totalUsd), formatUsd(job.totalUsd)];
  return recommended === 'alert'
    ? `With fewer than ${verdictsFromJobs} jobs we recommend "alarms: alert" (${alerts}): each alert has its own alarm and metric. "alarms: job" costs ${verdicts}.`
    : `For ${verdictsFromJobs} jobs or more we recommend "alarms: job" (${verdicts}); "alarms: alert" costs ${alerts}.`;
}
