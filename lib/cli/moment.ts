import { durationPattern, parseDuration } from '../config/duration.ts';
import { readLocalSeconds } from '../schedule/local-time.ts';
import { CliError } from './cli-error.ts';

const isoPattern =
  /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(?<zone>Z|[+-]\d{2}:?\d{2})?)?$/;

/**
 * Unix seconds of `now`, a time before now such as `-24h`, or an ISO 8601 time (UTC unless it names
 * a zone, whatever the machine's zone is), rounded down to the minute. Throws `CliError`, which
 * names `option`, for any other text.
 */
export function parseMoment(option: string, text: string, nowSeconds: number): number {
  return alignToMinute(readMoment(option, text, nowSeconds));
}

/** The same for a time that must not be in the future. */
export function parsePastMoment(option: string, text: string, nowSeconds: number): number {
  const moment = parseMoment(option, text, nowSeconds);
  if (moment <= nowSeconds) return moment;
  throw new CliError(
    'bad-argument',
    `${option}: found ${text}, which is in the future; expected now (${formatIso(alignToMinute(nowSeconds))}) or before`,
  );
}

function readMoment(option: string, text: string, nowSeconds: number): number {
  if (text === 'now') return nowSeconds;
  const back = text.slice(1);
  if (text.startsWith('-') && durationPattern.test(back)) return nowSeconds - parseDuration(back);
  const iso = isoPattern.exec(text);
  const isLocal = text.includes('T') && iso?.groups?.zone === undefined;
  const milliseconds = iso === null ? Number.NaN : Date.parse(isLocal ? `${text}Z` : text);
  if (Number.isFinite(milliseconds)) return milliseconds / 1000;
  const expected =
    'now, a time before now such as -24h, or an ISO time such as 2026-11-23T10:00:00Z';
  throw new CliError('bad-argument', `${option}: found "${text}", expected ${expected}`);
}

/** The current minute, in Unix seconds. */
export function alignToMinute(seconds: number): number {
  return Math.floor(seconds / 60) * 60;
}

/** Unix seconds as `2026-11-23T10:06:00Z`. */
export function formatIso(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}

/** Unix seconds as `2026-11-23 10:06`, UTC. */
export function formatMinute(seconds: number): string {
  return formatIso(seconds).slice(0, 16).replace('T', ' ');
}

/** The same without the year, as in `11-23 10:06`, for tables. */
export function formatShortMinute(seconds: number): string {
  return formatMinute(seconds).slice(5);
}

/** `10:06 UTC` or `02:00 Europe/Berlin`, with the date if it is not that of `now`. */
export function formatClock(seconds: number, now: number, timezone = 'UTC'): string {
  const local = formatMinute(readLocalSeconds(seconds, timezone));
  const today = formatMinute(readLocalSeconds(now, timezone)).slice(0, 10);
  return `${local.startsWith(today) ? local.slice(11) : local} ${timezone}`;
}
