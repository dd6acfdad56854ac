import { z } from 'zod';
import { isValidCron, isValidTimezone } from '../schedule/cron.ts';
import { defaultTimezone } from './defaults.ts';
import { about, oneOrMany } from './values.ts';

const cronExpected = 'a cron of five fields that is due at some time such as "0 2 * * 1-5"';

const cron = z
  .string({ error: cronExpected })
  .refine(isValidCron, { error: cronExpected })
  .meta({ title: 'cron' });

/** One cron or several; a list in the result. */
export const crons = oneOrMany(cron, `${cronExpected}, or a list of them`);

const zoneExpected = 'a time zone such as Europe/Berlin';

export const timezone = z
  .string({ error: zoneExpected })
  .refine(isValidTimezone, { error: zoneExpected })
  .optional()
  .meta({
    title: 'time zone',
    ...about('IANA time zone of the schedule.', defaultTimezone),
  });

const dateExpected = 'a date such as 2026-12-25';

const date = z.iso.date({ error: dateExpected }).meta({ title: 'date' });

export const except = oneOrMany(date, `a list of dates such as ["2026-12-25"]`)
  .optional()
  .meta({ description: 'Local dates on which nothing is due.' });
