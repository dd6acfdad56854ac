import { z } from 'zod';
import { durationPattern, formatDuration, parseDuration } from './duration.ts';

const MINUTE = 60;
const DAY = 86_400;

/** A text of a given form. In this folder a schema's `error` is what was expected. */
export function text(title: string, pattern: RegExp, expected: string) {
  return z
    .string({ error: expected })
    .regex(pattern, { error: expected, abort: true })
    .meta({ title });
}

/** A map with these keys only. The message about an unknown key carries the known ones. */
export function map<Shape extends z.core.$ZodLooseShape>(shape: Shape, example: string) {
  const known = Object.keys(shape).join(', ');
  return z.strictObject(shape, {
    error: issue => (issue.code === 'unrecognized_keys' ? known : `a map such as ${example}`),
  });
}

/** One value or a list, by default of at least one; a list in the result. */
export function oneOrMany<Item extends z.ZodType<string>>(item: Item, expected: string, least = 1) {
  const list = z.array(item, { error: expected }).min(least, { error: expected });
  return z
    .union([item, list], { error: expected })
    .transform((value): string[] => (typeof value === 'string' ? [value] : [...value]));
}

/** What editors and docs say of a key; `reference.ts` takes the default from the end again. */
export function about(description: string, byDefault: string | number | boolean) {
  return { description: `${description}${defaultMark}${byDefault === '' ? 'none' : byDefault}` };
}

/** Stands between a key's meaning and its default. */
export const defaultMark = ' Default: ';

/** `true` or `false`, and nothing that only looks like it. */
export const flag = z.boolean({ error: 'true or false' });

/** For a refinement that runs whatever else is wrong, so that all problems are reported at once. */
export const always = { when: () => true } as const;

type DurationRange = Readonly<{ title: string; from: number; to: number; step?: number }>;

/** A duration in YAML, whole seconds in the result. Both ends of the range are allowed. */
export function duration(range: DurationRange, expected: string) {
  const { title, from, to, step = 1 } = range;
  return text(title, durationPattern, expected)
    .transform(parseDuration)
    .refine(seconds => seconds >= from && seconds <= to && seconds % step === 0, {
      error: `${expected}, from ${formatDuration(from)} to ${formatDuration(to)}`,
    });
}

/** A number of a range. `below` is left out of it, `to` is not. */
export function numeric(
  range: Readonly<{ title: string; from: number; to?: number; below?: number }>,
  expected: string,
) {
  const { title, from, to, below } = range;
  let schema = z.number({ error: expected }).min(from, { error: expected, abort: true });
  if (to !== undefined) schema = schema.max(to, { error: expected, abort: true });
  if (below !== undefined) schema = schema.lt(below, { error: expected, abort: true });
  return schema.meta({ title });
}

/** How often a job runs. A year is longer than any schedule that is watched by the minute. */
export const interval = duration(
  { title: 'duration', from: 1, to: 366 * DAY },
  'a duration such as 15m or 6h',
);

/** A limit in time, in seconds: at most the four longest intervals that staleness waits for. */
export const limit = duration(
  { title: 'duration', from: 1, to: 4 * 366 * DAY },
  'a duration such as 90s, 15m or 6h',
);

/** A number of a job's intervals, which stands for a time. */
export type RunCount = Readonly<{ runs: number }>;

const runCount = text(
  'runs',
  /^(?=[^ ]*[1-9])\d{1,4}(?:\.\d)? runs?$/,
  'a number of runs such as 5 runs',
).transform((value): RunCount => ({ runs: Number.parseFloat(value) }));

/** A limit of a job's age: seconds, or intervals of the job. */
export const ageLimit = z.union([limit, runCount], {
  error: 'a duration such as 90s, 15m or 6h, or a number of runs such as 5 runs',
});

/** A month holds any job's recent runs; a window is whole minutes, as history is. */
export const window = duration(
  { title: 'duration', from: MINUTE, to: 31 * DAY, step: MINUTE },
  'a window in whole minutes such as 10m or 3h',
);

/** CloudWatch evaluates at most a day of one-minute periods. */
export const hold = duration(
  { title: 'duration', from: MINUTE, to: DAY, step: MINUTE },
  'a hold time in whole minutes such as 5m',
).transform(seconds => seconds / MINUTE);

/** An alarm needs strictly more than its limit, which 100 % could never be. */
export const percent = numeric(
  { title: 'percent', from: 0, below: 100 },
  'a number of percent from 0 to below 100 such as 5',
);

const instantExpected = 'an ISO date-time with a zone such as 2026-11-01T00:00:00Z';

/** A date-time with a zone in YAML, Unix seconds in the result. */
export const instant = z.iso
  .datetime({ offset: true, error: instantExpected })
  .meta({ title: 'date-time' })
  .transform(value => Math.floor(Date.parse(value) / 1000));

/** Names of jobs, in which `*` stands for any characters. */
export const jobPatterns = oneOrMany(
  text('pattern', /^[^\0]{1,1024}$/u, 'the name of a job, or a pattern such as ops/*'),
  'a list of job names or patterns such as ["ops/*"]',
);
