/** The time and memory of one invocation of the judge, in seconds and bytes. */
export type Figures = Readonly<{
  wallSeconds: number;
  functionCpuSeconds: number;
  prometheusCpuSeconds: number;
  functionPeakBytes: number;
}>;

/** The network traffic of a round. */
export type Traffic = Readonly<{
  queries: number;
  promqlBytes: number;
  answeredBytes: number;
  calls: number;
  metrics: number;
}>;

/** The result of a round. */
export type RoundResult = Figures &
  Traffic &
  Readonly<{
    jobs: number;
    historySeconds: number;
    scrapeSeconds: number;
    phase: 'warm' | 'cold';
    /** Prometheus's CPU time for reading each of the same series once. */
    floorPrometheusCpuSeconds: number;
    /** Samples that Prometheus read for the same queries, by its own statistics. */
    samples: number;
  }>;

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}

/**
 * Gives the median wall time and the peak memory. CPU time comes in steps of 10 ms, so only its mean
 * over many rounds is meaningful.
 */
export function summarize(rounds: readonly Figures[]): Figures {
  const mean = (read: (figures: Figures) => number) =>
    rounds.reduce((sum, figures) => sum + read(figures), 0) / rounds.length;
  return {
    wallSeconds: median(rounds.map(({ wallSeconds }) => wallSeconds)),
    functionCpuSeconds: mean(({ functionCpuSeconds }) => functionCpuSeconds),
    prometheusCpuSeconds: mean(({ prometheusCpuSeconds }) => prometheusCpuSeconds),
    functionPeakBytes: Math.max(...rounds.map(({ functionPeakBytes }) => functionPeakBytes)),
  };
}
