import { formatPath, type Path, valueAt } from './path.ts';

type Names = Readonly<Record<string, unknown>>;

/** The keys of the first edition that `sources` replaces. */
const moved = ['prometheus.metrics', 'prometheus.labels'];

/**
 * Says what to write instead of a key of the first edition, with the configuration's own values.
 * Gives `undefined` for any other key.
 */
export function describeMoved(path: Path, value: unknown): string | undefined {
  if (!moved.includes(formatPath(path))) return undefined;
  return `these lines at the top instead: ${formatSources(
    readNames(value, 'metrics'),
    readNames(value, 'labels'),
  )}`;
}

function readNames(value: unknown, key: string): Names {
  const names = valueAt(value, ['prometheus', key]);
  return typeof names === 'object' && names !== null && !Array.isArray(names)
    ? (names as Names)
    : {};
}

function formatSources(metrics: Names, labels: Names): string {
  const status = { status: labels.status };
  const parts = {
    preset: 'jobs',
    job: labels.job,
    runs: formatMap({ counter: metrics.executions, ...status }),
    lastSuccess: formatMap({ gauge: metrics.lastSuccess }),
    duration: formatMap({ histogram: metrics.duration }),
    items: formatMap({ counter: metrics.items, ...status }),
    queue: formatMap({ gauge: metrics.queue }),
  };
  return `sources: { application: ${formatMap(parts)} }`;
}

/** Formats the keys that have a text as a YAML map on one line. Gives `undefined` if there are none. */
function formatMap(values: Names): string | undefined {
  const given = Object.entries(values).flatMap(([key, value]) =>
    typeof value === 'string' ? [`${key}: ${value}`] : [],
  );
  return given.length === 0 ? undefined : `{ ${given.join(', ')} }`;
}
