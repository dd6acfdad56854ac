import { listMetrics } from '../../doctor/parts.ts';
import type { Source } from '../../model/source.ts';
import type { Preset } from '../../sources/preset.ts';
import { presets } from '../../sources/presets/index.ts';

/** Without one of these metrics a source has no jobs, whatever other metrics it has. */
function listKeyMetrics({ runs, lastSuccess }: Pick<Source, 'runs' | 'lastSuccess'>): string[] {
  const stamp = lastSuccess === undefined ? [] : [lastSuccess.metric];
  switch (runs?.kind) {
    case 'objects':
      return [runs.owner.metric, ...stamp];
    case 'triggers':
      return [runs.trigger.metric, ...stamp];
    default:
      return [...listMetrics(runs).map(({ metric }) => metric), ...stamp];
  }
}

/**
 * The presets whose metrics a server has. A preset that names its metrics by a pattern is left out
 * if the pattern finds only exact names of another preset.
 */
export function findPresets(metricNames: readonly string[]): Preset[] {
  const names = new Set(metricNames);
  const exact = presets.flatMap(({ parts }) => listKeyMetrics(parts).filter(isPlain));
  const taken = new Set(exact.filter(name => names.has(name)));
  const free = metricNames.filter(name => !taken.has(name));
  return presets.filter(({ parts }) =>
    listKeyMetrics(parts).some(metric =>
      isPlain(metric) ? names.has(metric) : free.some(name => matches(metric, name)),
    ),
  );
}

function isPlain(metric: string): boolean {
  return !metric.startsWith('~');
}

/** After `~` comes a pattern, which Prometheus anchors. */
function matches(metric: string, name: string): boolean {
  return new RegExp(`^(?:${metric.slice(1)})$`).test(name);
}
