import { findNearest } from '../config/nearest.ts';
import type { Source } from '../model/source.ts';
import { hasSeries, type SourceEvidence } from './evidence.ts';
import type { Finding, FindingLevel } from './finding.ts';
import { findPart, type Part, type PartName, partNames, showMetric } from './parts.ts';
import { canCountSuccesses } from './source-report.ts';

/** Configured metrics without series, and labels that are missing from those with series. */
export function findMetricProblems(source: SourceEvidence): Finding[] {
  const parts = partNames.flatMap(name => findPart(source.source, source.asked, name) ?? []);
  const missing = parts.filter(part => part.series.length === 0 && isWanted(source, part.name));
  return [
    ...missing.map(part => reportMissing(source, part)),
    ...parts.flatMap(part => findMissingLabels(source.source, part)),
  ];
}

const checkNames = {
  runs: 'failures',
  lastSuccess: 'staleness',
  duration: 'duration',
  items: 'items',
  queue: 'queue',
} as const;

/** Metrics that no listed job is judged by may be missing. */
function isWanted({ jobs }: SourceEvidence, name: PartName): boolean {
  const check = checkNames[name];
  return name === 'runs' || jobs.length === 0 || jobs.some(({ enabled }) => enabled[check]);
}

const uses: Readonly<Record<PartName, string>> = {
  runs: 'Failure rates and runs per minute are calculated from it',
  lastSuccess: 'The age of the last success is read from it',
  duration: 'The P95 and median run times are calculated from it',
  items: 'The failure rate of items is calculated from it',
  queue: 'The size and growth of the queue are read from it',
};

function reportMissing(source: SourceEvidence, part: Part): Finding {
  const names = part.metrics.map(({ metric }) => showMetric(metric));
  return {
    level: rankMissing(source, part.name),
    code: 'metric-missing',
    what: `Prometheus has no series of ${names.join(', ')}.`,
    why: `${uses[part.name]}.${isReplaced(source, part.name) ? ' Successes are counted instead.' : ''}`,
    ...advise(source, part),
  };
}

function isReplaced(source: SourceEvidence, name: PartName): boolean {
  return name === 'lastSuccess' && canCountSuccesses(source.source) && isFound(source, 'runs');
}

function isFound({ source, asked }: SourceEvidence, name: PartName): boolean {
  return (findPart(source, asked, name)?.series.length ?? 0) > 0;
}

function rankMissing(source: SourceEvidence, name: PartName): FindingLevel {
  if (name === 'items' || name === 'queue' || isReplaced(source, name)) return 'info';
  if (name === 'duration') return 'warning';
  if (name === 'runs' && isFound(source, 'lastSuccess')) return 'warning';
  return 'error';
}

function advise(
  { source, hidden, metricNames }: SourceEvidence,
  { name, metrics }: Part,
): Pick<Finding, 'advice' | 'lines'> {
  if (metrics.some(({ metric }) => hidden.includes(metric))) {
    return { advice: `It exists without the selector ${source.selector}: correct the selector.` };
  }
  const typed = name === 'duration' ? explainHistogram(source, metricNames) : undefined;
  if (typed !== undefined) return typed;
  if (metrics.some(({ metric }) => metricNames.includes(metric))) {
    return { advice: 'Prometheus has older samples of it: check that its targets are up.' };
  }
  const near = metrics
    .map(({ metric }) => findNearest(showMetric(metric), metricNames))
    .find(found => found !== undefined);
  const hint = near === undefined ? '' : ` Did you mean ${near}?`;
  const lines = ['sources:', `  ${source.name}: { …, ${name}: false }`];
  if (name === 'items' || name === 'queue' || name === 'duration') {
    const advice = `Under sources, set the name of the metric that your application exports, or set it to false.${hint}`;
    return { advice, lines };
  }
  return {
    advice: `Export it, or under sources set the name of the metric that your application exports.${hint}`,
  };
}

/** A histogram that exists, but not as the classic histogram in the configuration. */
function explainHistogram(
  { duration, name }: Source,
  metricNames: readonly string[],
): Pick<Finding, 'advice' | 'lines'> | undefined {
  if (duration?.kind !== 'histogram') return undefined;
  const { metric } = duration;
  if (metricNames.includes(`${metric}_bucket`)) {
    return {
      advice: `${metric}_bucket exists without ${metric}_count and ${metric}_sum: export these two as well, or stop dropping them (relabelling).`,
    };
  }
  if (!metricNames.includes(metric)) return undefined;
  return {
    advice: `${metric} exists by this name: it is a native histogram. Configure it as one.`,
    lines: ['sources:', `  ${name}: { …, duration: { histogram: ${metric}, native: true } }`],
  };
}

function findMissingLabels(source: Source, part: Part): Finding[] {
  return listWantedLabels(source, part).flatMap(({ label, role }) => {
    const metrics = part.asked
      .filter(({ question }) => question.role === 'up' || !('object' in question.role))
      .filter(({ series }) => series.some(labels => (labels[label] ?? '') === ''))
      .map(({ question }) => showMetric(question.selector.replace(/\{\}$/, '')));
    return metrics.length === 0 ? [] : [reportLabel(metrics, label, role)];
  });
}

type Role = 'job' | 'status';

function listWantedLabels(source: Source, { name }: Part): { label: string; role: Role }[] {
  const jobLabels = source.jobLabels.map(label => ({ label, role: 'job' as const }));
  const part = source[name];
  const isStatus = part !== undefined && 'kind' in part && part.kind === 'status';
  return isStatus ? [...jobLabels, { label: part.label, role: 'status' as const }] : jobLabels;
}

const lost: Readonly<Record<Role, string>> = {
  job: 'Their job is not known, so they are ignored',
  status: 'Such runs or items count neither as succeeded nor as failed',
};

function reportLabel(metrics: readonly string[], label: string, role: Role): Finding {
  const key = role === 'job' ? 'job' : 'status';
  return {
    level: 'error',
    code: 'label-missing',
    what: `Some series of ${metrics.join(', ')} have no label ${label}.`,
    why: `${lost[role]}.`,
    advice: `Export the label, or set ${key} of this source to the label's name in your application.`,
  };
}

/** Targets: whether Prometheus has `up`, and whether its labels are those of the series. */
export function findTargetProblems(source: SourceEvidence): Finding[] {
  const { targets, jobs } = source.history.store;
  if (!hasSeries(source)) return [];
  if (targets.size === 0) return [reportNoUp()];
  if (source.source.replicas.kind === 'max') return [];
  const keys = new Set<string>();
  for (const { series } of jobs.values()) {
    for (const { identity } of series.values())
      if (identity.target !== '') keys.add(identity.target);
  }
  const foreign = [...keys].filter(key => !targets.has(key));
  return foreign.length === 0 ? [] : [reportForeignTargets(foreign)];
}

function reportNoUp(): Finding {
  return {
    level: 'warning',
    code: 'up-missing',
    what: 'Prometheus has no series of up.',
    why: 'It is not known whether a target was watched: the first failures after a restart may be missed, and a target that is gone looks like one without runs.',
    advice:
      'Keep up if it is dropped (remote write, relabelling), with the labels job and instance and those of the selectors.',
  };
}

function reportForeignTargets(keys: readonly string[]): Finding {
  const [job = '', instance = ''] = JSON.parse(keys[0] ?? '["",""]') as string[];
  const more = keys.length > 1 ? ` and ${keys.length - 1} more` : '';
  const place = `job=${JSON.stringify(job)}, instance=${JSON.stringify(instance)}${more}`;
  const isBare = job === '' && instance === '';
  return {
    level: 'info',
    code: 'up-differs',
    what: isBare
      ? 'Series of jobs have neither job nor instance, so that no up belongs to them.'
      : `Series of jobs come from ${place}, and no up has these labels.`,
    why: 'This is normal with a Pushgateway, federation, recording rules and a rewritten instance. The end of such a series is known only from the series itself, and a restart from a fall of its counter.',
    advice: 'Nothing, if that is the case; otherwise keep job and instance as they are scraped.',
  };
}
