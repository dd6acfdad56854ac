import type { Config } from '../config/config.ts';
import { findSource } from '../config/resolve.ts';
import { resolveJob } from '../config/resolve-job.ts';
import { type Bill, billFor } from './bill.ts';
import { formatUsd } from './format-usd.ts';
import { verdictsFromJobs } from './modes.ts';
import { otherServices } from './other-services.ts';
import { prices } from './prices.ts';

const notPublished = 'not known';

/** Numbers of jobs of the fleets that are compared. Each job runs every 15 minutes. */
const sizes = [6, 50, 490, 2_000] as const;

/** More jobs than one stack can contain if each alert has its own alarm. */
const mostByAlert = 490;

const intervalSeconds = 15 * 60;

/** Formats what fleets of several sizes cost in either mode, and other services' published prices. */
export function formatComparison(example: Config): string {
  const rows = [
    row(
      'US dollars a month',
      sizes.map(size => `${size.toLocaleString('en-US')} jobs`),
    ),
    row(
      '---',
      sizes.map(() => '---:'),
    ),
    ...formatOwnRows(example),
    ...otherServices.map(({ name, published, monthlyUsd }) =>
      row(`${name} (${published})`, sizes.map(monthlyUsd).map(formatPrice)),
    ),
  ];
  const note = `AWS prices of ${prices.asOf} in ${prices.region}, as a maximum, without the free tier unless the row says so. The other services' prices come from secondary sources of the year given, for one user. Plain jobs have no queue and no items. A job in Jobwatch has up to nine alerts; a monitor of the others usually checks one heartbeat. We recommend \`alarms: job\` for ${verdictsFromJobs} jobs or more.`;
  return `\n${rows.join('\n')}\n\n${note}\n`;
}

function formatOwnRows(example: Config): string[] {
  const list = (alarms: Config['alarms'], hasAll: boolean) =>
    sizes.map(size => {
      if (alarms === 'alert' && size > mostByAlert) return undefined;
      return billFor({ ...resize(example, size, hasAll), alarms });
    });
  const total = (bill: Bill | undefined) => (bill ? formatUsd(bill.totalUsd) : 'several stacks');
  const lean = list('job', false);
  return [
    row('**Jobwatch**, `alarms: job`, any jobs', lean.map(total)),
    row('**Jobwatch**, `alarms: alert`, plain jobs', list('alert', false).map(total)),
    row(
      '**Jobwatch**, `alarms: alert`, all jobs with queue and items',
      list('alert', true).map(total),
    ),
    row(
      'Jobwatch, `alarms: job`, with the free tier deducted',
      lean.map(bill => (bill ? formatUsd(bill.totalUsd - bill.freeTierUsd) : '')),
    ),
  ];
}

/** Replaces the example's jobs with a number of equal jobs. */
function resize(example: Config, size: number, hasAll: boolean): Config {
  const { fleet } = example;
  const context = { defaults: {}, source: findSource(fleet.sources, undefined) };
  const off = hasAll ? {} : ({ queue: false, items: false } as const);
  const jobs = Array.from({ length: size }, (_, index) =>
    resolveJob(`job ${index + 1}`, { interval: intervalSeconds, ...off }, context),
  );
  return { ...example, fleet: { ...fleet, jobs } };
}

function formatPrice(usd: number | undefined): string {
  return usd === undefined ? notPublished : formatUsd(usd);
}

function row(first: string, cells: readonly string[]): string {
  return `| ${[first, ...cells].join(' | ')} |`;
}
