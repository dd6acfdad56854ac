import type { Config } from '../config/config.ts';
import { findSource } from '../config/resolve.ts';
import { resolveJob } from '../config/resolve-job.ts';
import { billFor } from './bill.ts';
import { formatUsd } from './format-usd.ts';
import { otherServices } from './other-services.ts';
import { prices } from './prices.ts';

const begin = '<!-- cost:begin -->';
const end = '<!-- cost:end -->';

const notPublished = 'not known';

/** Numbers of jobs of the other fleets. Each job runs every 15 minutes. */
const sizes = [50, 490] as const;

const intervalSeconds = 15 * 60;

/** Replaces the table between a page's markers. A page without markers is unchanged. */
export function replaceComparison(page: string, example: Config): string {
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from === -1 || to < from) return page;
  return `${page.slice(0, from)}${begin}\n${formatComparison(example)}\n${page.slice(to)}`;
}

/** Formats costs of the example, 50 and 490 jobs, and other services' published prices. */
export function formatComparison(example: Config): string {
  const counts = [example.fleet.jobs.length, ...sizes];
  const titles = [`${counts[0]} jobs (the example)`, ...sizes.map(size => `${size} jobs`)];
  const rows = [
    row('US dollars a month', titles),
    row('---', ['---:', '---:', '---:']),
    ...formatOwnRows(example),
    ...otherServices.map(({ name, published, monthlyUsd }) =>
      row(`${name} (${published})`, counts.map(monthlyUsd).map(formatPrice)),
    ),
  ];
  const note = `AWS prices of ${prices.asOf} in ${prices.region}, as a maximum, without the free tier unless the row says so. The other services' prices come from secondary sources of the year given, for one user. A job in Jobwatch has up to nine alarms; a monitor of the others usually checks one heartbeat.`;
  return `\n${rows.join('\n')}\n\n${note}\n`;
}

function formatOwnRows(example: Config): string[] {
  const plain = sizes.map(size => resize(example, size, false));
  const full = sizes.map(size => resize(example, size, true));
  const both = (configs: readonly Config[]) => [example, ...configs].map(billFor);
  return [
    row(
      '**Jobwatch**, plain jobs (the example: three plain, three full)',
      both(plain).map(bill => formatPrice(bill.totalUsd)),
    ),
    row(
      '**Jobwatch**, all jobs with queue and items',
      [undefined, ...full.map(billFor)].map(bill => (bill ? formatPrice(bill.totalUsd) : '')),
    ),
    row(
      'Jobwatch, plain jobs, with the free tier deducted',
      both(plain).map(bill => formatPrice(bill.totalUsd - bill.freeTierUsd)),
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
