/** Another service's published price. It is `undefined` if no price is known for that many jobs. */
type OtherService = Readonly<{
  name: string;
  /** The year of the price, and the price in words. */
  published: string;
  monthlyUsd: (jobs: number) => number | undefined;
}>;

/** Prices from secondary sources, without taxes and discounts, for one user and the cheapest plan. */
export const otherServices: readonly OtherService[] = [
  {
    name: 'Cronitor',
    published: '2026: $2 a monitor and $5 a user; up to 5 monitors free',
    monthlyUsd: jobs => (jobs <= 5 ? 0 : 2 * jobs + 5),
  },
  {
    name: 'Sentry Crons',
    published: '2026: $0.78 a monitor after the first, on a plan from $26',
    monthlyUsd: jobs => 26 + 0.78 * Math.max(0, jobs - 1),
  },
  {
    name: 'Checkly heartbeats',
    published: '2026: $10 for 25',
    monthlyUsd: jobs => 10 * Math.ceil(jobs / 25),
  },
  {
    name: 'healthchecks.io',
    published: '2020: free to 20 checks, $20 to 100',
    monthlyUsd: jobs => (jobs <= 20 ? 0 : jobs <= 100 ? 20 : undefined),
  },
  {
    name: "Dead Man's Snitch",
    published: '2020: $19, plans to 80 jobs',
    monthlyUsd: jobs => (jobs <= 80 ? 19 : undefined),
  },
];
