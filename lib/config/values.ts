import { z } from 'zod';
import { durationPattern, parseDuration, writeDuration } from './duration.ts';

const MINUTE = 60;
const DAY = 86_400;

/** A text that matches a pattern. In this directory a schema's `error` says what is expected. */
export function text(title: string, pattern: RegExp, expected: string) {
  return z
    .string({ error: expected })
    .regex(pattern, { error: expected, abort: true })
    .meta({ title });
}

/** A map with only these keys. The error about an unknown key lists the known ones. */
export function map<Shape extends z.core.$ZodLooseShape>(shape: Shape, example: string) {
  const known = Object.keys(shape).join(', ');
  return z.strictObject(shape, {
    error: issue => (issue.code === 'unrecognized_keys' ? known : `a map such as ${example}`),
  });
}

/** One value or a list, by default with at least one entry. The result is a list. */
export function oneOrMany<Item extends z.ZodType<string>>(item: Item, expected: string, least = 1) {
  const list = z.array(item, { error: expected }).min(least, { error: expected });
  return z
    .union([item, list], { error: expected })
    .transform((value): string[] => (typeof value === 'string' ? [value] : [...value]));
}

/** Describes a key for editors and docs. `reference.ts` separates the default from the text again. */
export function about(description: string, byDefault: string | number | boolean) {
  return { description: `${description}${defaultMark}${byDefault === '' ? 'none' : byDefault}` };
}

/** Separates a key's meaning from its default. */
export const defaultMark = ' Default: ';

/** `true` or `false`, but not texts such as "yes". */
export const flag = z.boolean({ error: 'true or false' });

/** Makes a refinement run even if there are other problems, so that all are reported at once. */
export const always = { when: () => true } as const;

type DurationRange = Readonly<{ title: string; from: number; to: number; step?: number }>;

/** A duration. The result is in whole seconds. The range includes both ends. */
export function duration(range: DurationRange, expected: string) {
  const { title, from, to, step = 1 } = range;
  return text(title, durationPattern, expected)
    .transform(parseDuration)
    .refine(seconds => seconds >= from && seconds <= to && seconds % step === 0, {
      error: `${expected}, from ${writeDuration(from)} to ${writeDuration(to)}`,
    });
}

/** A number in a range, which includes `to` but not `below`. */
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

/** A job's interval: at most a year. */
export const interval = duration(
  { title: 'duration', from: 1, to: 366 * DAY },
  'a duration such as 15m or 6h',
);

/** A limit in seconds: at most four of the longest intervals. */
export const limit = duration(
  { title: 'duration', from: 1, to: 4 * 366 * DAY },
  'a duration such as 90s, 15m or 6h',
);

/** A limit as a number of a job's intervals. */
export type RunCount = Readonly<{ runs: number }>;

const runCount = text(
  'runs',
  /^(?=[^ ]*[1-9])\d{1,4}(?:\.\d)? runs?$/,
  'a number of runs such as 5 runs',
).transform((value): RunCount => ({ runs: Number.parseFloat(value) }));

/** A limit of the time since the last success: seconds, or intervals of the job. */
export const ageLimit = z.union([limit, runCount], {
  error: 'a duration such as 90s, 15m or 6h, or a number of runs such as 5 runs',
});

/** A window in whole minutes: at most a month. */
export const window = duration(
  { title: 'duration', from: MINUTE, to: 31 * DAY, step: MINUTE },
  'a window in whole minutes such as 10m or 3h',
);

/** A hold time. CloudWatch evaluates at most a day of one-minute periods. */
export const hold = duration(
  { title: 'duration', from: MINUTE, to: DAY, step: MINUTE },
  'a hold time in whole minutes such as 5m',
).transform(seconds => seconds / MINUTE);

/** A percentage below 100, because an alarm needs a value above its limit. */
export const percent = numeric(
  { title: 'percent', from: 0, below: 100 },
  'a number of percent from 0 to below 100 such as 5',
);

const instantExpected = 'an ISO date-time with a zone such as 2026-11-01T00:00:00Z';

/** A date-time with a zone. The result is in Unix seconds. */
export const instant = z.iso
  .datetime({ offset: true, error: instantExpected })
  .meta({ title: 'date-time' })
  .transform(value => Math.floor(Date.parse(value) / 1000));

/** Patterns of job names, in which `*` matches any characters. */
export const jobPatterns = oneOrMany(
  text('pattern', /^[^\0]{1,1024}$/u, 'the name of a job, or a pattern such as ops/*'),
  'a list of job names or patterns such as ["ops/*"]',
);
