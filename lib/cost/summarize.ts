import type { Config } from '../config/config.ts';
import { billFor } from './bill.ts';
import { formatUsd } from './format-usd.ts';
import { recommendMode } from './modes.ts';

/** Says what a configuration costs a month, and which kind of alarms suits it. */
export function summarizeCost(config: Config): string {
  const { totalUsd, fixedUsd, prices, jobs } = billFor(config);
  const listed = jobs.length === 1 ? '1 listed job' : `${jobs.length} listed jobs`;
  return `${config.service} costs up to ${formatUsd(totalUsd)} a month with ${listed}, ${formatUsd(fixedUsd)} of which do not depend on the jobs (prices of ${prices.asOf}, ${prices.region}, without the free tier). "npx jobwatch cost" shows each item. ${recommendMode(config)}`;
}
