import type { Run } from '../exposition.ts';
import type { Programs } from './programs.ts';

/** A running exporter, to which runs of jobs are reported as their programs would report them. */
export type RealExporter = Readonly<{
  /** `host:port`; it serves `/metrics`. */
  target: string;
  /** The scrape configuration keeps the labels of the scraped series. */
  honorLabels?: true;
  /** One run, from its report to the moment at which the exporter shows it. */
  run: (kind: string, run: Run) => Promise<void>;
  stop: () => Promise<void>;
}>;

export type ExporterKind = Readonly<{
  title: string;
  start: (programs: Programs) => Promise<RealExporter>;
  /**
   * The `sources` of a configuration; jobs are listed in the first one unless `jobs` says
   * otherwise.
   */
  sources: Readonly<Record<string, object>>;
  /** The name of a kind of job in a source. */
  jobs: readonly Readonly<{
    source: string;
    name: (kind: string) => string;
    /** Alerts that the source cannot raise. */
    lacks?: RegExp;
  }>[];
}>;
