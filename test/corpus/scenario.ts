import type { AlertName } from '../../lib/model/job.ts';
import type { TimeRange } from '../../lib/model/time-range.ts';
import type { SimulatedProcess } from '../../lib/simulator/scenario.ts';

/** A span in minutes of the scenario, including both ends. */
export type Minutes = readonly [from: number, to: number];

/** An alarm that must begin in `fires`, and end in `clears` or, if that is `never`, stay on. */
export type Demand = Readonly<{
  alert: AlertName;
  job: string;
  fires: Minutes;
  clears?: Minutes | 'never';
  /** How often it may begin. Default: once. */
  atMost?: number;
}>;

/** An alarm that may be raised or not. */
type Leave = Readonly<{ alert: AlertName; job: string }>;

/** What happens, the configuration, and the expected alarms. No other alarm may fire. */
export type CorpusScenario = Readonly<{
  name: string;
  hours: number;
  /** The configuration's `jobs`. */
  jobs: Readonly<Record<string, object>>;
  /** Other parts of the configuration: `prometheus` (without its URL), `sources` and `unlisted`. */
  prometheus?: Readonly<Record<string, unknown>>;
  sources?: Readonly<Record<string, unknown>>;
  unlisted?: Readonly<{ maximum: number }>;
  pods: readonly SimulatedProcess[];
  /** Default: 30. */
  scrapeSeconds?: number;
  /** Times at which Prometheus itself was down. */
  gaps?: readonly TimeRange[];
  /** Names of the application by the simulator's names. */
  renames?: Readonly<Record<string, string>>;
  must?: readonly Demand[];
  may?: readonly Leave[];
}>;

/** Formats the label that marks the scenario's series, so that all can share one Prometheus. */
export function formatSlug({ name }: Pick<CorpusScenario, 'name'>): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}
