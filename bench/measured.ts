/** What a round of all five checks took; memory is that of the largest of its processes. */
export type Figures = Readonly<{
  wallMilliseconds: number;
  cpuMilliseconds: number;
  prometheusCpuMilliseconds: number;
  peakMegabytes: number;
}>;

/** What went over the wire in a round: the same for Jobwatch and its floor. */
export type Traffic = Readonly<{
  queries: number;
  askedBytes: number;
  answeredBytes: number;
  calls: number;
  metrics: number;
  publishedBytes: number;
}>;

export type RoundResult = Readonly<{
  jobs: number;
  historySeconds: number;
  scrapeSeconds: number;
  rounds: number;
  floor: Figures;
  jobwatch: Figures;
  traffic: Traffic;
  /** Measured on a sample of jobs and multiplied. */
  byHand: Figures & Readonly<{ sampledJobs: number; queries: number; calls: number }>;
  byCheck: Readonly<Record<string, Readonly<{ floor: Figures; jobwatch: Figures }>>>;
}>;

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}

/** Each figure's median over the rounds. */
export function medianFigures(rounds: readonly Figures[]): Figures {
  const of = (read: (figures: Figures) => number) => median(rounds.map(read));
  return {
    wallMilliseconds: of(figures => figures.wallMilliseconds),
    cpuMilliseconds: of(figures => figures.cpuMilliseconds),
    prometheusCpuMilliseconds: of(figures => figures.prometheusCpuMilliseconds),
    peakMegabytes: Math.max(...rounds.map(figures => figures.peakMegabytes)),
  };
}

/** Times add up over the checks, which run in processes of their own; memory does not. */
export function sumFigures(parts: readonly Figures[]): Figures {
  const of = (read: (figures: Figures) => number) =>
    parts.reduce((sum, figures) => sum + read(figures), 0);
  return {
    wallMilliseconds: of(figures => figures.wallMilliseconds),
    cpuMilliseconds: of(figures => figures.cpuMilliseconds),
    prometheusCpuMilliseconds: of(figures => figures.prometheusCpuMilliseconds),
    peakMegabytes: Math.max(...parts.map(figures => figures.peakMegabytes)),
  };
}

/** The times of a sample as those of the whole. */
export function scaleFigures(figures: Figures, factor: number): Figures {
  return {
    ...figures,
    wallMilliseconds: figures.wallMilliseconds * factor,
    cpuMilliseconds: figures.cpuMilliseconds * factor,
    prometheusCpuMilliseconds: figures.prometheusCpuMilliseconds * factor,
  };
}
