import { resolveUnlisted } from '../../config/resolve-job.ts';
import { resolveSource } from '../../config/resolve-source.ts';
import type { SourceEvidence } from '../../doctor/evidence.ts';
import { gatherEvidence } from '../../doctor/gather.ts';
import { readClockAhead, readMetricNames } from '../../doctor/server.ts';
import { reportSource, type SourceReport } from '../../doctor/source-report.ts';
import type { Fleet } from '../../model/job.ts';
import type { Prometheus } from '../../prometheus/client.ts';
import type { Preset } from '../../sources/preset.ts';
import { type FoundJob, findAbsentParts, findJob } from './find-job.ts';
import { findPresets } from './find-presets.ts';

/** An exporter that was found, its name in the configuration, and its jobs. */
export type FoundSource = Readonly<{
  name: string;
  preset: Preset;
  report: SourceReport;
  jobs: readonly FoundJob[];
  /** Parts of the preset that no job has. */
  absent: readonly string[];
}>;

/**
 * The exporters that a Prometheus scrapes and the jobs in their metrics, at `at` in Unix seconds.
 * Empty if it has none. Throws `PrometheusError`.
 */
export async function discover(prometheus: Prometheus, at: number): Promise<FoundSource[]> {
  const now = () => Date.now() / 1000;
  // throws if Prometheus does not answer, which reading the metric names does not
  await readClockAhead(prometheus, now);
  const candidates = findPresets(await readMetricNames(prometheus, ''));
  if (candidates.length === 0) return [];
  const fleet = createFleet(candidates);
  const { sources } = await gatherEvidence({ prometheus, fleet, now }, at);
  return sources.flatMap((evidence, index) => {
    const preset = candidates[index];
    if (preset === undefined || evidence.unlisted.length === 0) return [];
    return [{ ...describe(evidence, at), preset }];
  });
}

function describe(evidence: SourceEvidence, at: number): Omit<FoundSource, 'preset'> {
  return {
    name: evidence.source.name,
    report: reportSource(evidence),
    absent: findAbsentParts(evidence),
    jobs: evidence.unlisted.map(name => findJob(evidence, name, at)),
  };
}

/** A fleet without listed jobs, so that every job is examined as an unlisted one. */
function createFleet(candidates: readonly Preset[]): Fleet {
  return {
    service: '',
    jobs: [],
    unlisted: { maximum: mostJobs, settings: resolveUnlisted({}) },
    sources: candidates.map(({ name }) =>
      resolveSource(name === 'jobs' ? 'application' : name, { preset: name }, ''),
    ),
    delaySeconds: 0,
  };
}

/** As many as one stack can have. */
const mostJobs = 490;
