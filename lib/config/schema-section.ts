import { z } from 'zod';
import type { Alert, LimitUnit } from '../checks/check.ts';
import { writeDuration } from './duration.ts';
import { listWindows, type Section } from './sections.ts';
import {
  about,
  ageLimit,
  always,
  flag,
  hold,
  limit,
  map,
  numeric,
  percent,
  type RunCount,
  window,
} from './values.ts';

/** Limits, hold times in minutes and windows in seconds, by their keys. */
export type SectionInput = Readonly<Record<string, number | RunCount | undefined>>;

const limits: Readonly<Record<LimitUnit, z.ZodType<number | RunCount>>> = {
  percent,
  age: ageLimit,
  duration: limit,
  entries: numeric({ title: 'number', from: 0, to: 1e12 }, 'a number of entries such as 1000'),
  ratio: numeric({ title: 'ratio', from: 1, to: 1e6 }, 'a ratio of at least 1 such as 1.5'),
};

const unknownRhythm = { intervalSeconds: undefined, schedule: undefined } as const;

/** Formats a limit as in the file, such as `2h` or `5`. */
function formatLimit({ unit, byDefault }: Alert): string {
  const { limit } = byDefault(unknownRhythm);
  return unit === 'age' || unit === 'duration' ? writeDuration(limit) : String(limit);
}

function describeAlert(alert: Alert): [string, z.ZodType][] {
  const { keys, unit, meaning, defaultLimit, byDefault } = alert;
  const holds = `How long every minute must exceed the ${keys.limit} limit before the alarm begins.`;
  const holdSeconds = byDefault(unknownRhythm).holdMinutes * 60;
  return [
    [keys.limit, limits[unit].optional().meta(about(meaning, defaultLimit))],
    [keys.hold, hold.optional().meta(about(holds, writeDuration(holdSeconds)))],
  ];
}

function describeWindows(section: Section): [string, z.ZodType][] {
  return listWindows(section).map(({ key, alerts }) => {
    const names = alerts.map(({ name }) => name).join(' and ');
    const meaning = `How far back runs count for ${names}. A window that you set is used as it is.`;
    return [key, window.optional().meta(about(meaning, "from the job's own runs"))];
  });
}

/** Whether the warning limit is not above the critical one, as far as the two can be compared. */
export function isOrdered(warning: unknown, critical: unknown): boolean {
  if (typeof warning === 'number' && typeof critical === 'number') return warning <= critical;
  const [low, high] = [runsIn(warning), runsIn(critical)];
  return low === undefined || high === undefined || low <= high;
}

function runsIn(value: unknown): number | undefined {
  return typeof value === 'object' && value !== null && 'runs' in value
    ? Number(value.runs)
    : undefined;
}

export const orderExpected = 'a limit that is not above the critical one';

function refineOrder(shape: Readonly<Record<string, z.ZodType>>, example: string) {
  const isInOrder = (value: unknown) => {
    const { warning, critical } = (value ?? {}) as Readonly<Record<string, unknown>>;
    return isOrdered(warning, critical);
  };
  const order = { path: ['warning'], error: orderExpected, ...always };
  // The alerts define the keys, so the compiler does not know them.
  return map(shape, example).refine(isInOrder, order) as unknown as z.ZodType<SectionInput>;
}

/** Describes the section of one check: true, false or its settings. */
export function describeSection(section: Section) {
  const shape = Object.fromEntries([
    ...section.alerts.flatMap(describeAlert),
    ...describeWindows(section),
  ]);
  const settings = section.alerts.map(alert => `${alert.keys.limit}: ${formatLimit(alert)}`);
  const example = `{ ${settings.join(', ')} }`;
  return z
    .union([flag, refineOrder(shape, example)], {
      error: `true, false or a map such as ${example}`,
    })
    .optional()
    .meta(about(`${section.description}; false turns the check off.`, 'true'));
}

/** Describes `grace`: the limits of staleness for a scheduled job. */
export function describeGrace({ alerts }: Section) {
  const shape = alerts.map(alert => [
    alert.keys.limit,
    limit
      .optional()
      .meta(
        about(
          `No success for this long after a due time raises ${alert.name}.`,
          formatLimit(alert),
        ),
      ),
  ]);
  const settings = alerts.map(alert => `${alert.keys.limit}: ${formatLimit(alert)}`);
  return refineOrder(Object.fromEntries(shape), `{ ${settings.join(', ')} }`)
    .optional()
    .meta({ description: 'How long after a due time a scheduled job may succeed.' });
}
