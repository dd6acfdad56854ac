import { z } from 'zod';
import {
  defaultAlerts,
  defaultHasItems,
  defaultHasQueue,
  defaultPaused,
  originalWindowSeconds,
  stalenessFloor,
} from './defaults.ts';
import { formatDuration } from './duration.ts';
import {
  about,
  flag,
  hold,
  instant,
  interval,
  limit,
  map,
  numeric,
  percent,
  window,
} from './values.ts';

const minutes = (count: number) => formatDuration(count * 60);

const holdFor = (holdMinutes: number, severity: string) =>
  hold
    .optional()
    .meta(
      about(
        `How long the ${severity} limit must be passed, minute by minute, before mail is sent.`,
        minutes(holdMinutes),
      ),
    );

const windowOf = (originalSeconds: number, purpose: string) =>
  window
    .optional()
    .meta(
      about(
        `How far back ${purpose}. A window that is set is taken as it is.`,
        `${formatDuration(originalSeconds)}, or 2.5 intervals rounded up the ladder`,
      ),
    );

const percentOf = (value: number, description: string) =>
  percent.optional().meta(about(description, value));

const limitOf = (byDefault: string, description: string) =>
  limit.optional().meta(about(description, byDefault));

const longerOf = ({ seconds, intervals }: Readonly<{ seconds: number; intervals: number }>) =>
  `the longer of ${formatDuration(seconds)} and ${intervals} intervals`;

type Limits = Readonly<{ warning?: unknown; critical?: unknown }>;

// Runs whatever else is wrong with the map, so that all problems are told at once.
const isOrdered = (value: unknown) => {
  const { warning, critical } = (value ?? {}) as Limits;
  return !(typeof warning === 'number' && typeof critical === 'number' && warning > critical);
};

const ordered = {
  path: ['warning'],
  error: 'a limit that is not above the critical one',
  when: () => true,
};

const failures = map(
  {
    warning: percentOf(
      defaultAlerts.failures.warning,
      'More failed runs than this, in percent of runs, raise BackgroundJobFailing.',
    ),
    critical: percentOf(
      defaultAlerts.failures.critical,
      'More failed runs than this, in percent of runs, raise BackgroundJobCriticalFailureRate.',
    ),
    window: windowOf(
      originalWindowSeconds.failures,
      'failed runs are counted for the warning and the panels',
    ),
    criticalWindow: windowOf(
      originalWindowSeconds.criticalFailures,
      'failed runs are counted for the critical alarm',
    ),
    hold: holdFor(defaultAlerts.failures.holdMinutes, 'warning'),
    criticalHold: holdFor(defaultAlerts.failures.criticalHoldMinutes, 'critical'),
  },
  '{ warning: 5, critical: 50 }',
).refine(isOrdered, ordered);

const staleness = map(
  {
    warning: limitOf(
      longerOf(stalenessFloor.warning),
      'No success for longer than this raises BackgroundJobNotRunning.',
    ),
    critical: limitOf(
      longerOf(stalenessFloor.critical),
      'No success for longer than this raises BackgroundJobCriticallyStale.',
    ),
    hold: holdFor(defaultAlerts.staleness.holdMinutes, 'warning'),
    criticalHold: holdFor(defaultAlerts.staleness.criticalHoldMinutes, 'critical'),
  },
  '{ warning: 8h, critical: 1d }',
).refine(isOrdered, ordered);

const durations = map(
  {
    warning: limitOf(
      formatDuration(defaultAlerts.duration.warning),
      'A 95th percentile of run times above this raises BackgroundJobHighDuration.',
    ),
    critical: limitOf(
      formatDuration(defaultAlerts.duration.critical),
      'A 95th percentile of run times above this raises BackgroundJobCriticalDuration.',
    ),
    window: windowOf(originalWindowSeconds.duration, 'run times are taken from'),
    hold: holdFor(defaultAlerts.duration.holdMinutes, 'warning'),
    criticalHold: holdFor(defaultAlerts.duration.criticalHoldMinutes, 'critical'),
  },
  '{ warning: 5m, critical: 10m }',
).refine(isOrdered, ordered);

const queue = map(
  {
    growth: numeric({ title: 'ratio', from: 1, to: 1e6 }, 'a ratio of at least 1 such as 1.5')
      .optional()
      .meta(
        about(
          'A queue above 100 that is more than this many times its size 10 minutes ago raises BackgroundJobQueueGrowing.',
          defaultAlerts.queue.growth,
        ),
      ),
    size: numeric({ title: 'number', from: 0, to: 1e12 }, 'a number of entries such as 1000')
      .optional()
      .meta(
        about(
          'A queue longer than this raises BackgroundJobCriticalQueueSize.',
          defaultAlerts.queue.size,
        ),
      ),
    hold: holdFor(defaultAlerts.queue.holdMinutes, 'growth'),
    criticalHold: holdFor(defaultAlerts.queue.criticalHoldMinutes, 'size'),
  },
  '{ growth: 1.5, size: 1000 }',
);

const items = map(
  {
    warning: percentOf(
      defaultAlerts.items.warning,
      'More failed items than this, in percent of failed and succeeded ones, raise BackgroundJobHighItemFailureRate.',
    ),
    window: windowOf(originalWindowSeconds.items, 'failed items are counted'),
    hold: holdFor(defaultAlerts.items.holdMinutes, 'warning'),
  },
  '{ warning: 20 }',
);

/** One job as the YAML has it, with durations in seconds and holds in minutes. */
export const jobSchema = map(
  {
    interval: interval.meta({
      description: 'How often the job runs. Windows and staleness limits follow from it.',
    }),
    since: instant.optional().meta({
      description:
        'From when a success is expected, for a job that has never succeeded. Without it, from when Prometheus began to watch.',
    }),
    paused: z
      .union([flag, instant], {
        error: 'true, false or an ISO date-time with a zone such as 2026-11-01T00:00:00Z',
      })
      .optional()
      .meta(about('Measured and shown but not mailed: for good, or until a time.', defaultPaused)),
    failures: failures.optional().meta({ description: 'Failed runs.' }),
    staleness: staleness.optional().meta({ description: 'Time since the last success.' }),
    duration: durations.optional().meta({ description: 'Run times.' }),
    queue: z
      .union([flag, queue], { error: 'true, false or a map such as { growth: 1.5, size: 1000 }' })
      .optional()
      .meta(about('Whether the job has a queue, or the limits of its queue.', defaultHasQueue)),
    items: z
      .union([flag, items], { error: 'true, false or a map such as { warning: 20 }' })
      .optional()
      .meta(about('Whether the job handles items, or the limits of its items.', defaultHasItems)),
  },
  '{ interval: 15m }',
);

/** A job's settings as they came out of `jobSchema`. */
export type JobInput = z.output<typeof jobSchema>;
