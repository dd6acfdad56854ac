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

/** Beside the example: fleets of so many jobs, each of which runs every 15 minutes. */
const sizes = [50, 490] as const;

const intervalSeconds = 15 * 60;

/** A page with the table between its markers written anew; one without markers stays as it is. */
export function replaceComparison(page: string, example: Config): string {
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from === -1 || to < from) return page;
  return `${page.slice(0, from)}${begin}\n${formatComparison(example)}\n${page.slice(to)}`;
}

/** US dollars a month for the example, 50 and 490 jobs, beside other services' published prices. */
export function formatComparison(example: Config): string {
  const counts = [example.fleet.jobs.length, ...sizes];
  const titles = [`${counts[0]} jobs (the example)`, ...sizes.map(size => `${size} jobs`)];
  const rows = [
    row('US dollars a month', titles),
    row('---', ['---:', '---:', '---:']),
    ...ourRows(example),
    ...otherServices.map(({ name, published, monthlyUsd }) =>
      row(`${name} (${published})`, counts.map(monthlyUsd).map(formatPrice)),
    ),
  ];
  const note = `AWS prices of ${prices.asOf} in ${prices.region}, at most, without the free tier unless said; the others' prices are second hand, of the year given, for one user. A job in Jobwatch stands for up to nine alarms; a monitor of the others mostly for one heartbeat.`;
  return `\n${rows.join('\n')}\n\n${note}\n`;
}

function ourRows(example: Config): string[] {
  const plain = sizes.map(size => resize(example, size, false));
  const full = sizes.map(size => resize(example, size, true));
  const both = (configs: readonly Config[]) => [example, ...configs].map(billFor);
  return [
    row(
      '**Jobwatch**, plain jobs (the example: three plain, three full)',
      both(plain).map(bill => formatPrice(bill.totalUsd)),
    ),
    row(
      '**Jobwatch**, all with queue and items',
      [undefined, ...full.map(billFor)].map(bill => (bill ? formatPrice(bill.totalUsd) : '')),
    ),
    row(
      'Jobwatch, plain jobs, less the free tier',
      both(plain).map(bill => formatPrice(bill.totalUsd - bill.freeTierUsd)),
    ),
  ];
}

/** The example with so many jobs of the same kind. */
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
