import { formatDuration } from '../config/duration.ts';
import type { Fleet } from '../model/job.ts';
import type { Evidence } from './evidence.ts';
import { type Finding, listNames } from './finding.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Intervals that people give to jobs, in seconds. */
const usualIntervals: readonly number[] = [
  ...[1, 2, 5, 10, 15, 20, 30].map(minutes => minutes * MINUTE),
  ...[1, 2, 3, 4, 6, 8, 12].map(hours => hours * HOUR),
  ...[1, 2, 7].map(days => days * DAY),
];

/** A run may start or end a little later than the one before. */
const wander = 1.2;

/** Jobs that Prometheus knows and the config does not, with the lines that would list them. */
export function unlistedFindings(
  fleet: Fleet,
  { gaps, series }: Evidence,
  names: readonly string[],
): Finding[] {
  if (names.length === 0) return [];
  const { maximum } = fleet.unlisted;
  const label = fleet.source.labels.job;
  const has = (key: 'queue' | 'items', name: string) =>
    (series[key] ?? []).some(labels => labels[label] === name);
  return [
    {
      level: 'warning',
      code: 'job-unlisted',
      jobs: names,
      what: `Prometheus knows ${names.length === 1 ? 'a job' : `${names.length} jobs`} that the config does not list: ${listNames(names)}.`,
      why: `${watched(names.length, maximum)} Nine further metrics are sent meanwhile.`,
      advice:
        'Add these lines under "jobs:" and correct the intervals, which are guessed from the longest time between two successes; or narrow prometheus.selector.',
      lines: names.map(name => {
        const interval = guessInterval(gaps?.get(name));
        const aspects = { queue: has('queue', name), items: has('items', name) };
        return lineOf(name, interval, aspects);
      }),
    },
  ];
}

function watched(count: number, maximum: number): string {
  if (maximum === 0) return 'They are not watched at all.';
  const rest = count > maximum ? ` and ${count - maximum} of them not at all` : '';
  return `They are measured by defaults, alarmed together${rest}.`;
}

/** The usual interval that explains the longest gap; `undefined` where no two successes were seen. */
export function guessInterval(gapSeconds: number | undefined): number | undefined {
  if (gapSeconds === undefined) return undefined;
  return usualIntervals.find(seconds => seconds * wander >= gapSeconds) ?? 7 * DAY;
}

type Aspects = Readonly<{ queue: boolean; items: boolean }>;

function lineOf(name: string, interval: number | undefined, { queue, items }: Aspects): string {
  const settings = [
    `interval: ${interval === undefined ? '1h' : formatDuration(interval)}`,
    ...(queue ? [] : ['queue: false']),
    ...(items ? [] : ['items: false']),
  ];
  const guess = interval === undefined ? ' # no two successes seen: a mere guess' : '';
  return `  ${keyOf(name)}: { ${settings.join(', ')} }${guess}`;
}

/** Words that YAML 1.1 or 1.2 takes for something other than text. */
const notText = /^(true|false|null|yes|no|on|off|y|n)$/i;

/** A name as a YAML key: what a terminal would swallow or turn about is spelt as YAML does. */
function keyOf(name: string): string {
  if (/^[A-Za-z_][\w.-]*$/.test(name) && !notText.test(name)) return name;
  return JSON.stringify(name).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, char => {
    const code = char.codePointAt(0) ?? 0;
    return `\\U${code.toString(16).padStart(8, '0')}`;
  });
}
