import { assumptionTexts } from '../cost/assumptions.ts';
import type { Bill, JobCost } from '../cost/bill.ts';
import type { BillLine } from '../cost/fixed-lines.ts';
import { formatUsd } from '../cost/format-usd.ts';
import { formatTable } from './table.ts';
import { printable, type Screen } from './terminal.ts';

/** The whole answer of `cost --format json`; `budgetUsd` is the config's own, if it has one. */
export function formatCostJson(bill: Bill, budgetUsd: number | undefined): string {
  const whole = { ...bill, budgetUsd: budgetUsd ?? null, assumptions: assumptionTexts };
  return `${JSON.stringify(whole, null, 2)}\n`;
}

/** What each job and the service cost a month, with all that the figures assume. */
export function showCost(screen: Screen, bill: Bill, budgetUsd: number | undefined): void {
  const { asOf, region } = bill.prices;
  screen.write(
    `What ${bill.service} costs a month, at most (AWS ${region}, prices of ${asOf})\n\n`,
  );
  const write = (lines: readonly string[]) => screen.write(`${lines.join('\n')}\n\n`);
  write(formatTable(screen, jobColumns, bill.jobs.map(jobRow)));
  write(formatTable(screen, fixedColumns, bill.fixed.map(fixedRow)));
  write(formatTable(screen, sumColumns, sumRows(bill, budgetUsd)));
  for (const text of assumptionTexts) screen.write(screen.style('dim', `- ${text}\n`));
}

const left = (title: string) => ({ title, align: 'left' }) as const;
const right = (title: string) => ({ title, align: 'right' }) as const;

const jobColumns = [left('Job'), right('Metrics'), right('Alarms'), right('USD')];
const fixedColumns = [left('Fixed'), right('Quantity'), left(''), right('USD')];
const sumColumns = [left('Sum'), right('USD')];

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
    ...(budgetUsd === undefined ? [] : [['Budget of the config', formatUsd(budgetUsd)]]),
  ];
}
