import type { Config } from '../config/config.ts';
import { assumptionTexts } from '../cost/assumptions.ts';
import { type Bill, billFor, type JobCost } from '../cost/bill.ts';
import type { BillLine } from '../cost/fixed-lines.ts';
import { formatUsd } from '../cost/format-usd.ts';
import { compareModes, recommendMode } from '../cost/modes.ts';
import { formatTable } from './table.ts';
import { printable, type Screen } from './terminal.ts';

/** The output of `cost --format json`; `modes` are the totals for both kinds of alarms. */
export function formatCostJson(config: Config): string {
  const { recommended, ...modes } = compareModes(config);
  const whole = {
    ...billFor(config),
    ...{ alarms: config.alarms, modes, recommendedAlarms: recommended },
    budgetUsd: config.budgetMonthlyUsd ?? null,
    assumptions: assumptionTexts,
  };
  return `${JSON.stringify(whole, null, 2)}\n`;
}

/** The monthly cost of each job and of the service, with every assumption. */
export function showCost(screen: Screen, config: Config): void {
  const bill = billFor(config);
  const { asOf, region } = bill.prices;
  screen.write(
    `What ${bill.service} costs per month at most (AWS ${region}, prices of ${asOf})\n\n`,
  );
  const write = (lines: readonly string[]) => screen.write(`${lines.join('\n')}\n\n`);
  write(formatTable(screen, jobColumns, bill.jobs.map(jobRow)));
  write(formatTable(screen, fixedColumns, bill.fixed.map(fixedRow)));
  write(formatTable(screen, sumColumns, sumRows(bill, config.budgetMonthlyUsd)));
  write(formatTable(screen, modeColumns, modeRows(config)));
  write([recommendMode(config)]);
  for (const text of assumptionTexts) screen.write(screen.style('dim', `- ${text}\n`));
}

const left = (title: string) => ({ title, align: 'left' }) as const;
const right = (title: string) => ({ title, align: 'right' }) as const;

const jobColumns = [left('Job'), right('Metrics'), right('Alarms'), right('USD')];
const fixedColumns = [left('Fixed'), right('Quantity'), left(''), right('USD')];
const sumColumns = [left('Sum'), right('USD')];

const modeColumns = [left('With'), right('Jobs'), right('Fixed'), right('Total')];

function modeRows(config: Config): string[][] {
  const costs = compareModes(config);
  return (['alert', 'job'] as const).map(alarms => {
    const { jobsUsd, fixedUsd, totalUsd } = costs[alarms];
    const own = alarms === config.alarms ? ' (this configuration)' : '';
    return [`alarms: ${alarms}${own}`, ...[jobsUsd, fixedUsd, totalUsd].map(formatUsd)];
  });
}

function jobRow({ job, metrics, alarms, usd }: JobCost): string[] {
  return [printable(job), String(metrics), String(alarms), formatUsd(usd)];
}

const quantities = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 6 });

function fixedRow({ item, quantity, unit, usd }: BillLine): string[] {
  const rounded = quantity < 10 ? Number(quantity.toFixed(2)) : Math.round(quantity);
  return [item, quantities.format(rounded), unit, formatUsd(usd)];
}

function sumRows(bill: Bill, budgetUsd: number | undefined): string[][] {
  const { jobs, jobsUsd, fixedUsd, volumeDiscountUsd, totalUsd, freeTierUsd } = bill;
  const discount = [['Less for metrics beyond the first 10,000', formatUsd(-volumeDiscountUsd)]];
  return [
    [jobs.length === 1 ? '1 job' : `${jobs.length} jobs`, formatUsd(jobsUsd)],
    ['Fixed', formatUsd(fixedUsd)],
    ...(volumeDiscountUsd > 0 ? discount : []),
    ['Total', formatUsd(totalUsd)],
    ['Less the free tier, if nothing else uses it', formatUsd(-freeTierUsd)],
    ['More while there are unlisted jobs', formatUsd(bill.whileUnlistedUsd)],
    ...(budgetUsd === undefined ? [] : [['Budget in the configuration', formatUsd(budgetUsd)]]),
  ];
}
