import { z } from 'zod';
import type { CheckName } from '../model/job.ts';
import { defaultPaused } from './defaults.ts';
import { crons, except, timezone } from './schema-schedule.ts';
import { describeGrace, describeSection, type SectionInput } from './schema-section.ts';
import { sections } from './sections.ts';
import { about, always, flag, instant, interval, map } from './values.ts';

const jobNameBytes = 1024;

const nameExpected = `a job name of 1 to ${jobNameBytes} bytes, as the application exports it`;

/** What the application calls a job: any text. */
export const jobName = z
  .string({ error: nameExpected })
  .refine(
    name =>
      name !== '' && name.isWellFormed() && new TextEncoder().encode(name).length <= jobNameBytes,
    { error: nameExpected },
  );

const staleness = sections.filter(({ check }) => check === 'staleness');

/** What a job may set, and what may be set for all jobs. */
const shared = {
  timezone,
  except,
  ...Object.fromEntries(staleness.map(section => ['grace', describeGrace(section)])),
  since: instant.optional().meta({
    description:
      'From when a success is expected, for a job that has never succeeded. Without it, from when Prometheus began to watch.',
  }),
  paused: z
    .union([flag, instant], {
      error: 'true, false or an ISO date-time with a zone such as 2026-11-01T00:00:00Z',
    })
    .optional()
    .meta(about('Measured and shown but not told: for good, or until a time.', defaultPaused)),
  ...Object.fromEntries(sections.map(section => [section.check, describeSection(section)])),
};

const own = {
  interval: interval.optional().meta({ description: 'How often the job runs.' }),
  schedule: crons.optional().meta({
    description: 'When the job is due: a cron of five fields, or several. Instead of interval.',
  }),
  source: z
    .string({ error: 'the name of one of the sources' })
    .optional()
    .meta({ title: 'text', ...about('Source whose metrics tell of the job.', 'the first') }),
  name: jobName.optional().meta({
    title: 'text',
    ...about(
      'What the source calls the job, where two sources have one of the same name.',
      "the job's key",
    ),
  }),
};

/** What may be set for a job and for all jobs, with limits in seconds and holds in minutes. */
export type JobDefaults = Readonly<{
  timezone?: string | undefined;
  except?: readonly string[] | undefined;
  grace?: SectionInput | undefined;
  since?: number | undefined;
  paused?: boolean | number | undefined;
}> &
  Readonly<Partial<Record<CheckName, boolean | SectionInput | undefined>>>;

/** A job's settings as they came out of `jobSchema`; `interval` in seconds. */
export type JobInput = JobDefaults &
  Readonly<{
    interval?: number | undefined;
    schedule?: readonly string[] | undefined;
    source?: string | undefined;
    name?: string | undefined;
  }>;

type Keys = Readonly<Record<string, unknown>>;

const neither = 'a duration such as 15m or 6h, or instead of it a schedule such as "0 2 * * 1-5"';

/** What a job that runs at intervals and a scheduled job may each not have. */
function refineRhythm(value: unknown, context: z.RefinementCtx): void {
  if (typeof value !== 'object' || value === null) return;
  const given = value as Keys;
  const report = (path: string[], message: string) =>
    context.addIssue({ code: 'custom', path, message, params: { alternative: 'schedule' } });
  if (given.interval === undefined && given.schedule === undefined) report(['interval'], neither);
  if (given.schedule === undefined) {
    // Without an interval the schedule may be misspelt.
    const extra = ['timezone', 'except', 'grace'].filter(key => given[key] !== undefined);
    if (given.interval !== undefined)
      for (const key of extra) report([key], 'it only beside a schedule');
    return;
  }
  if (given.interval !== undefined) report(['interval'], 'either interval or schedule, not both');
  const limits = (given.staleness ?? {}) as Keys;
  for (const { keys } of staleness.flatMap(({ alerts }) => alerts))
    if (limits[keys.limit] !== undefined)
      report(['staleness', keys.limit], `grace: { ${keys.limit}: … } for a scheduled job`);
}

/** One job as the YAML has it. */
export const jobSchema = map({ ...own, ...shared }, '{ interval: 15m }').superRefine(
  refineRhythm,
  always,
  // The sections are the checks' own, which the compiler does not know.
) as unknown as z.ZodType<JobInput>;

/** Settings of all jobs. */
export const defaultsSchema = map(
  shared,
  '{ staleness: { warning: 1h } }',
) as unknown as z.ZodType<JobDefaults>;
