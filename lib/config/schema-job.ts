import { z } from 'zod';
import type { CheckName } from '../model/job.ts';
import { defaultPaused } from './defaults.ts';
import { crons, except, timezone } from './schema-schedule.ts';
import { describeGrace, describeSection, type SectionInput } from './schema-section.ts';
import { sections } from './sections.ts';
import { about, always, flag, instant, interval, map } from './values.ts';

const jobNameBytes = 1024;

const nameExpected = `a job name of 1 to ${jobNameBytes} bytes, as the application exports it`;

/** A job's name in the application: any text. */
export const jobName = z
  .string({ error: nameExpected })
  .refine(
    name =>
      name !== '' && name.isWellFormed() && new TextEncoder().encode(name).length <= jobNameBytes,
    { error: nameExpected },
  );

const staleness = sections.filter(({ check }) => check === 'staleness');

/** Keys of a job that `defaults` may have too. */
const shared = {
  timezone,
  except,
  ...Object.fromEntries(staleness.map(section => ['grace', describeGrace(section)])),
  since: instant.optional().meta({
    description:
      'Time from which a success is expected, for a job that has never succeeded. Default: when Prometheus began to scrape it.',
  }),
  paused: z
    .union([flag, instant], {
      error: 'true, false or an ISO date-time with a zone such as 2026-11-01T00:00:00Z',
    })
    .optional()
    .meta(
      about(
        'Whether its alarms notify nobody: true, or until a time. The job is still measured and shown.',
        defaultPaused,
      ),
    ),
  ...Object.fromEntries(sections.map(section => [section.check, describeSection(section)])),
};

const own = {
  interval: interval.optional().meta({ description: 'How often the job runs.' }),
  schedule: crons.optional().meta({
    description:
      'When the job is due: one or more crons of five fields. Use it instead of interval.',
  }),
  source: z
    .string({ error: 'the name of one of the sources' })
    .optional()
    .meta({ title: 'text', ...about("Source that has the job's metrics.", 'the first') }),
  name: jobName.optional().meta({
    title: 'text',
    ...about(
      'The name in the source, if two sources have a job of the same name.',
      "the job's key",
    ),
  }),
};

/** Settings of a job or of `defaults`, with limits in seconds and hold times in minutes. */
export type JobDefaults = Readonly<{
  timezone?: string | undefined;
  except?: readonly string[] | undefined;
  grace?: SectionInput | undefined;
  since?: number | undefined;
  paused?: boolean | number | undefined;
}> &
  Readonly<Partial<Record<CheckName, boolean | SectionInput | undefined>>>;

/** A job's parsed settings; `interval` is in seconds. */
export type JobInput = JobDefaults &
  Readonly<{
    interval?: number | undefined;
    schedule?: readonly string[] | undefined;
    source?: string | undefined;
    name?: string | undefined;
  }>;

type Keys = Readonly<Record<string, unknown>>;

const neither = 'a duration such as 15m or 6h, or instead of it a schedule such as "0 2 * * 1-5"';

/** Rejects keys that a job with an interval or a scheduled job may not have. */
function refineRhythm(value: unknown, context: z.RefinementCtx): void {
  if (typeof value !== 'object' || value === null) return;
  const given = value as Keys;
  const report = (path: string[], message: string) =>
    context.addIssue({ code: 'custom', path, message, params: { alternative: 'schedule' } });
  if (given.interval === undefined && given.schedule === undefined) report(['interval'], neither);
  if (given.schedule === undefined) {
    // If there is no interval either, the key `schedule` may be misspelt.
    const extra = ['timezone', 'except', 'grace'].filter(key => given[key] !== undefined);
    if (given.interval !== undefined)
      for (const key of extra) report([key], 'it only together with a schedule');
    return;
  }
  if (given.interval !== undefined) report(['interval'], 'either interval or schedule, not both');
  const limits = (given.staleness ?? {}) as Keys;
  for (const { keys } of staleness.flatMap(({ alerts }) => alerts))
    if (limits[keys.limit] !== undefined)
      report(['staleness', keys.limit], `grace: { ${keys.limit}: … } for a scheduled job`);
}

/** One job in YAML. */
export const jobSchema = map({ ...own, ...shared }, '{ interval: 15m }').superRefine(
  refineRhythm,
  always,
  // The checks define the sections, so the compiler does not know them.
) as unknown as z.ZodType<JobInput>;

/** Settings of all jobs. */
export const defaultsSchema = map(
  shared,
  '{ staleness: { warning: 1h } }',
) as unknown as z.ZodType<JobDefaults>;
