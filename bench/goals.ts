import { describeFleet, measuredFleets, nameFleet } from './fleet.ts';
import type { RoundResult } from './measured.ts';
import type { Published } from './published.ts';

type Goal = Readonly<{
  what: string;
  phase: RoundResult['phase'];
  /** The maximum for a fleet, by its name. */
  most: Readonly<Record<string, number>>;
  read: (round: RoundResult) => number;
  format: (value: number) => string;
}>;

const formatSeconds = (value: number) =>
  value < 1 ? `${Number((value * 1000).toPrecision(2))} ms` : `${value.toFixed(1)} s`;
const formatNumber = (value: number) => new Intl.NumberFormat('en').format(Math.round(value));

const everyFleet = (most: number) =>
  Object.fromEntries(measuredFleets.map(fleet => [nameFleet(fleet), most]));

const goals: readonly Goal[] = [
  {
    what: 'Prometheus CPU, warm',
    phase: 'warm',
    most: { 6: 0.015, 490: 0.12, 1000: 0.2, 10000: 2.5 },
    read: round => round.prometheusCpuSeconds,
    format: formatSeconds,
  },
  {
    what: 'times the floor, warm',
    phase: 'warm',
    most: { 6: 3.5, 1000: 3.5, 10000: 3.5 },
    read: round => round.prometheusCpuSeconds / round.floorPrometheusCpuSeconds,
    format: value => value.toFixed(1),
  },
  {
    what: 'queries, warm',
    phase: 'warm',
    most: everyFleet(10),
    read: ({ queries }) => queries,
    format: formatNumber,
  },
  {
    what: 'bytes of PromQL, warm',
    phase: 'warm',
    most: everyFleet(16_000),
    read: ({ promqlBytes }) => promqlBytes,
    format: formatNumber,
  },
  {
    what: 'slowest query, cold',
    phase: 'cold',
    most: { pods: 1, monthly: 1 },
    read: ({ slowestQuerySeconds }) => slowestQuerySeconds,
    format: formatSeconds,
  },
  {
    what: 'wall, warm',
    phase: 'warm',
    most: { 10000: 5 },
    read: ({ wallSeconds }) => wallSeconds,
    format: formatSeconds,
  },
  {
    what: 'wall, first round of a cold process',
    phase: 'cold',
    most: everyFleet(20),
    read: ({ wallSeconds }) => wallSeconds,
    format: formatSeconds,
  },
  {
    what: 'Prometheus CPU, first round of a cold process',
    phase: 'cold',
    most: { 1000: 6, 10000: 90 },
    read: round => round.prometheusCpuSeconds,
    format: formatSeconds,
  },
  {
    what: 'peak memory in MB',
    phase: 'warm',
    most: { 6: 256, 1000: 200, 10000: 256 },
    read: ({ functionPeakBytes }) => functionPeakBytes / 1e6,
    format: formatNumber,
  },
];

/** Formats each goal of each fleet with the measured value, as rows of a table. */
export function listGoals({ fleets }: Published): (readonly string[])[] {
  const shown = measuredFleets.filter(fleet => fleets[nameFleet(fleet)] !== undefined);
  const head = ['goal, at most', ...shown.map(describeFleet)];
  const rows = goals.map(({ what, phase, most, read, format }) => [
    what,
    ...shown.map(fleet => {
      const limit = most[nameFleet(fleet)];
      const round = fleets[nameFleet(fleet)]?.rounds.find(one => one.phase === phase);
      if (limit === undefined || round === undefined) return '';
      const value = read(round);
      return `${format(limit)}: **${format(value)}**${value > limit ? ', missed' : ''}`;
    }),
  ]);
  return [head, ...rows.filter(([, ...cells]) => cells.some(cell => cell !== ''))];
}
