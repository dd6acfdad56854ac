import type { AlertName } from '../../lib/model/job.ts';
import type { SimulatedProcess, Span } from '../../lib/simulator/scenario.ts';

/** From and to, both included, in minutes of the scenario. */
export type Minutes = readonly [from: number, to: number];

/** An alarm that must go off once in `fires`, and be over in `clears` or, if `never`, stay. */
export type Demand = Readonly<{
  alert: AlertName;
  job: string;
  fires: Minutes;
  clears?: Minutes | 'never';
  /** How often it may go off; one episode unless more is said. */
  atMost?: number;
}>;

/** An alarm that reasonable judges may raise or leave. */
export type Leave = Readonly<{ alert: AlertName; job: string }>;

/** What happens, what is configured, and what has to follow; all that is not named must not fire. */
export type CorpusScenario = Readonly<{
  name: string;
  hours: number;
  /** The configuration's `jobs`, as YAML has it. */
  jobs: Readonly<Record<string, object>>;
  /** More of the configuration: `prometheus` (without its URL), `sources` and `unlisted`. */
  prometheus?: Readonly<Record<string, unknown>>;
  sources?: Readonly<Record<string, unknown>>;
  unlisted?: Readonly<{ maximum: number }>;
  pods: readonly SimulatedProcess[];
  /** 30 unless said. */
  scrapeSeconds?: number;
  /** When Prometheus itself was away. */
  gaps?: readonly Span[];
  /** What the application calls things, by what the simulator calls them. */
  renames?: Readonly<Record<string, string>>;
  must?: readonly Demand[];
  may?: readonly Leave[];
}>;

/** Names the scenario's series, so that all can share one Prometheus. */
export function formatSlug({ name }: Pick<CorpusScenario, 'name'>): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}
