/** What one invocation of the judge took; times in seconds, memory in bytes. */
export type Figures = Readonly<{
  wallSeconds: number;
  functionCpuSeconds: number;
  prometheusCpuSeconds: number;
  functionPeakBytes: number;
}>;

/** What went over the wire in a round. */
export type Traffic = Readonly<{
  queries: number;
  promqlBytes: number;
  answeredBytes: number;
  calls: number;
  metrics: number;
}>;

/** A round as the results have it. */
export type RoundResult = Figures &
  Traffic &
  Readonly<{
    jobs: number;
    historySeconds: number;
    scrapeSeconds: number;
    phase: 'warm' | 'cold';
    /** The same series, each touched once. */
    floorPrometheusCpuSeconds: number;
    /** What Prometheus counts as read, by the statistics of the very same queries. */
    samples: number;
  }>;

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}

/**
 * Wall time as its median. CPU time comes in steps of 10 ms, so that only its mean over many rounds
 * means anything; of memory the peak.
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
