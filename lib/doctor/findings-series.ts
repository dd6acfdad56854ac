import { closest, distance } from 'fastest-levenshtein';
import type { Fleet } from '../model/job.ts';
import type { Evidence, Labels, MetricKey } from './evidence.ts';
import { type Finding, listNames } from './finding.ts';

/** What is wrong with metrics, labels and statuses as such. */
export function seriesFindings(fleet: Fleet, evidence: Evidence): Finding[] {
  return [
    ...missingMetrics(fleet, evidence),
    ...missingLabels(fleet, evidence),
    ...statuses(fleet, evidence),
    ...upMissing(evidence),
  ];
}

const uses: Readonly<Record<MetricKey, string>> = {
  executions: 'Failure rates and runs a minute are counted from it',
  duration: 'P95 and the median of the run times are worked out from it',
  lastSuccess: 'The age of the last success, hence every staleness alert, is read from it',
  items: 'The failure rate of items is counted from it',
  queue: 'Queue size and growth are read from it',
};

function missingMetrics({ jobs, source }: Fleet, evidence: Evidence): Finding[] {
  const isWanted = (key: MetricKey) => {
    if (key === 'items') return jobs.some(job => job.hasItems);
    return key === 'queue' ? jobs.some(job => job.hasQueue) : true;
  };
  const keys = (Object.keys(uses) as MetricKey[]).filter(isWanted);
  return keys
    .filter(key => evidence.series[key]?.length === 0)
    .map((key): Finding => {
      const metric = `${source.metrics[key]}${key === 'duration' ? '_bucket' : ''}`;
      const isOptional = key === 'items' || key === 'queue';
      return {
        level: isOptional ? 'info' : 'error',
        code: 'metric-missing',
        what: `Prometheus has no series of ${metric} in the lookback.`,
        why: `${uses[key]}.`,
        advice: adviceFor(key, metric, evidence),
      };
    });
}

function adviceFor(key: MetricKey, metric: string, evidence: Evidence): string {
  if (evidence.hiddenBySelector.includes(key)) {
    return 'It exists without prometheus.selector: correct the selector.';
  }
  const config = `set prometheus: { metrics: { ${key}: … } } to the name that your application exports`;
  const near = nearest(metric, evidence.metricNames);
  const hint = near === undefined ? '' : ` ${near} exists: is it that?`;
  if (key === 'items' || key === 'queue') {
    return `If no job has any, say "${key}: false" for them; else ${config}.${hint}`;
  }
  const histogram = key === 'duration' ? ', a classic histogram with its suffix left out' : '';
  return `Export it, or ${config}${histogram}.${hint}`;
}

/** A name that differs in a third of its letters at most. */
export function nearest(name: string, names: readonly string[]): string | undefined {
  if (names.length === 0) return undefined;
  const near = closest(name, [...names]);
  return distance(name, near) <= name.length / 3 ? near : undefined;
}

function missingLabels({ source }: Fleet, { series }: Evidence): Finding[] {
  const { job, status } = source.labels;
  const wanted: Readonly<Record<MetricKey, readonly string[]>> = {
    executions: [job, status],
    duration: [job, 'le'],
    lastSuccess: [job],
    items: [job, status],
    queue: [job],
  };
  return (Object.keys(wanted) as MetricKey[]).flatMap(key =>
    wanted[key]
      .filter(label => (series[key] ?? []).some(labels => isBlank(labels[label])))
      .map(label => missingLabel(source.metrics[key], label, roleOf(label, source.labels))),
  );
}

type Role = 'job' | 'status' | 'le';

function roleOf(label: string, { job, status }: Fleet['source']['labels']): Role {
  if (label === job) return 'job';
  return label === status ? 'status' : 'le';
}

const lost: Readonly<Record<Role, string>> = {
  job: 'Nobody knows which job they speak of: they are left out of everything',
  status: 'Such runs or items count neither as succeeded nor as failed',
  le: 'They are no buckets of a histogram: no P95 can be told from them',
};

function missingLabel(metric: string, label: string, role: Role): Finding {
  return {
    level: 'error',
    code: 'label-missing',
    what: `Some series of ${metric} have no label ${label}.`,
    why: `${lost[role]}.`,
    advice:
      role === 'le'
        ? 'Export the duration as a classic histogram, with its buckets.'
        : `Export the label, or set prometheus: { labels: { ${role}: … } } to its name in your application.`,
  };
}

function isBlank(text: string | undefined): boolean {
  return text === undefined || text === '';
}

const understood = { executions: ['success', 'failed'], items: ['success', 'failed', 'skipped'] };

function statuses({ source }: Fleet, { series }: Evidence): Finding[] {
  return (['executions', 'items'] as const).flatMap(key => {
    const seen = distinct(series[key] ?? [], source.labels.status);
    const others = seen.filter(status => !understood[key].includes(status));
    if (others.length === 0) return [];
    const metric = source.metrics[key];
    // with neither of the two, every run would count as neither
    if (!seen.includes('success') && !seen.includes('failed')) {
      return [unknownStatus(metric, seen)];
    }
    return [otherStatus(metric, others)];
  });
}

function unknownStatus(metric: string, seen: readonly string[]): Finding {
  return {
    level: 'error',
    code: 'status-unknown',
    what: `${metric} has the statuses ${listNames(seen)}, and neither "success" nor "failed".`,
    why: 'Nothing counts as a success or a failure, so its alerts cannot fire.',
    advice:
      'Export the statuses "success" and "failed", or rewrite them in Prometheus (metric_relabel_configs).',
  };
}

function otherStatus(metric: string, others: readonly string[]): Finding {
  return {
    level: 'info',
    code: 'status-other',
    what: `${metric} also has the statuses ${listNames(others)}.`,
    why: 'Such runs count as runs, neither as success nor as failure; such items are not counted.',
    advice: 'Nothing, if that is meant; else export them as "success" or "failed".',
  };
}

function distinct(series: readonly Labels[], label: string): string[] {
  const values = series.map(labels => labels[label] ?? '').filter(value => value !== '');
  return [...new Set(values)].toSorted();
}

function upMissing({ hasUp }: Evidence): Finding[] {
  if (hasUp !== false) return [];
  return [
    {
      level: 'warning',
      code: 'up-missing',
      what: 'Prometheus has no series of up in the lookback.',
      why: 'Whether a target is watched cannot be told: first failures of a restarted process may be missed, and a target that is gone looks like one without runs.',
      advice:
        'Let up through where it is dropped (remote write, relabelling), with the labels job, instance and those of prometheus.selector.',
    },
  ];
}
