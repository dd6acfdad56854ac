import { writeDuration } from '../config/duration.ts';
import { isValidCron } from '../schedule/cron.ts';
import type { LearntRhythm } from '../schedule/learn.ts';
import type { OwnSchedule } from './evidence.ts';

/** Words that YAML 1.1 or 1.2 does not read as text. */
const notText = /^(true|false|null|yes|no|on|off|y|n)$/i;

/** A name as a YAML key. Control and direction characters are escaped. */
export function writeKey(name: string): string {
  if (/^[A-Za-z_][\w./-]*$/.test(name) && !notText.test(name)) return name;
  return JSON.stringify(name).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, char => {
    const code = char.codePointAt(0) ?? 0;
    return `\\U${code.toString(16).padStart(8, '0')}`;
  });
}

/** A rhythm as settings of a job: `interval: 5m`, or a schedule and its time zone. */
export function writeRhythm(rhythm: LearntRhythm): string[] {
  if ('intervalSeconds' in rhythm) return [`interval: ${writeDuration(rhythm.intervalSeconds)}`];
  return writeSchedule({ cron: rhythm.cron, timezone: rhythm.timezone });
}

/** A schedule as settings of a job; without a time zone it is UTC. */
export function writeSchedule({ cron, timezone }: OwnSchedule): string[] {
  const zone = timezone === undefined || timezone === 'UTC' ? [] : [`timezone: ${timezone}`];
  return [`schedule: ${JSON.stringify(cron)}`, ...zone];
}

/** Whether the schedule of an exporter can be written as it is. */
export function isWritable({ cron }: OwnSchedule): boolean {
  return isValidCron(cron);
}
