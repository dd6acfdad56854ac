import type { Fleet } from '../model/job.ts';
import { billFor } from './bill.ts';
import { formatUsd } from './format-usd.ts';

/** What a fleet costs a month, in a sentence. */
export function summarizeCost(fleet: Fleet): string {
  const { totalUsd, fixedUsd, prices, jobs } = billFor(fleet);
  const listed = jobs.length === 1 ? '1 listed job' : `${jobs.length} listed jobs`;
  return `${fleet.service} costs up to ${formatUsd(totalUsd)} a month with ${listed}, ${formatUsd(fixedUsd)} of it whatever the jobs are (prices of ${prices.asOf}, ${prices.region}, without the free tier). "npx jobwatch cost" shows each position.`;
}
