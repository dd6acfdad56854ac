import type { MeasuredFleet } from './fleet.ts';

/** The time and memory of one invocation of the judge, in seconds and bytes. */
export type Figures = Readonly<{
  wallSeconds: number;
  functionCpuSeconds: number;
  prometheusCpuSeconds: number;
  functionPeakBytes: number;
}>;

/** What Prometheus reads and sends. */
export type Reading = Readonly<{
  /** Samples that Prometheus read for the queries, by its own statistics. */
  samples: number;
  /** Compressed, as sent. */
  answeredBytes: number;
}>;

/** The network traffic of a round. */
export type Traffic = Reading &
  Readonly<{
    queries: number;
    promqlBytes: number;
    /** The longest time that Prometheus needed to evaluate one of the queries, by its statistics. */
    slowestQuerySeconds: number;
    calls: number;
    metrics: number;
  }>;

/** The result of a round. */
export type RoundResult = Figures &
  Traffic &
  MeasuredFleet &
  Readonly<{
    phase: 'warm' | 'cold';
    /** Prometheus's CPU time for reading each of the same series once. */
    floorPrometheusCpuSeconds: number;
  }>;

/** What something costs Prometheus. */
export type PrometheusCost = Reading & Readonly<{ prometheusCpuSeconds: number }>;

/** A day of a fleet: its warm rounds and cold starts, and the alternatives. */
export type DayResult = Readonly<{
  jobs: number;
  kind: MeasuredFleet['kind'];
  /** A cold start with the rounds after it, minus the cost of as many warm rounds. */
  start: PrometheusCost;
  coldStarts: number;
  day: PrometheusCost;
  floorPrometheusCpuSeconds: number;
  /** The original's nine rules, evaluated once a minute. */
  hand: PrometheusCost;
}>;

export const minutesADay = 1440;

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

/** Adds up the costs, each multiplied by its number. */
export function addCosts(...parts: readonly (readonly [PrometheusCost, number])[]): PrometheusCost {
  const sum = (read: (cost: PrometheusCost) => number) =>
    parts.reduce((total, [cost, times]) => total + times * read(cost), 0);
  return {
    prometheusCpuSeconds: sum(({ prometheusCpuSeconds }) => prometheusCpuSeconds),
    samples: sum(({ samples }) => samples),
    answeredBytes: sum(({ answeredBytes }) => answeredBytes),
  };
}
