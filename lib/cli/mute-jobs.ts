import type { Config } from '../config/config.ts';
import { durationPattern, parseDuration, writeDuration } from '../config/duration.ts';
import type { StoredMute } from '../deployed/mutes.ts';
import { matchesPattern } from '../schedule/maintenance.ts';
import { CliError } from './cli-error.ts';
import { formatIso, formatMinute } from './moment.ts';
import { suggestName } from './suggest-name.ts';
import { printable } from './terminal.ts';

/** Limits of a mute's length, in seconds: every mute ends by itself. */
const limits = { from: 60, to: 31 * 86_400 } as const;

/** Longest reason, in characters: it is shown on one line. */
const longestReason = 200;

/** The listed jobs that a pattern matches. Throws `CliError` if it matches none. */
export function findMutedJobs({ fleet }: Config, pattern: string): string[] {
  const names = fleet.jobs.map(({ name }) => name);
  const found = names.filter(name => matchesPattern(pattern, name));
  if (found.length > 0) return found;
  const hint = suggestName(pattern, names.map(printable));
  throw new CliError('bad-argument', `no listed job matches "${printable(pattern)}"; ${hint}`);
}

/** Seconds of `--for`. Throws `CliError`. */
export function parseMuteSeconds(text: string): number {
  const seconds = durationPattern.test(text) ? parseDuration(text) : Number.NaN;
  if (seconds >= limits.from && seconds <= limits.to) return seconds;
  const range = `${writeDuration(limits.from)} to ${writeDuration(limits.to)}`;
  const found = `--for: found "${printable(text)}"`;
  throw new CliError('bad-argument', `${found}, expected a duration from ${range} such as 2h`);
}

/** A reason that others will read. Throws `CliError`. */
export function parseReason(text: string): string {
  const reason = text.trim();
  if (reason !== '' && reason.length <= longestReason) return reason;
  const expected = `expected a text of 1 to ${longestReason} characters`;
  throw new CliError('bad-argument', `--reason: found ${reason.length} characters, ${expected}`);
}

/** The mutes and a new one, which replaces one with the same pattern. */
export function addMute(mutes: readonly StoredMute[], mute: StoredMute): StoredMute[] {
  return [...mutes.filter(({ pattern }) => pattern !== mute.pattern), mute];
}

/** The mutes without one. Throws `CliError` if none has that pattern. */
export function removeMute(mutes: readonly StoredMute[], pattern: string): StoredMute[] {
  const left = mutes.filter(mute => mute.pattern !== pattern);
  if (left.length < mutes.length) return left;
  const hint = suggestName(
    pattern,
    mutes.map(mute => printable(mute.pattern)),
  );
  throw new CliError('bad-argument', `"${printable(pattern)}" is not muted; ${hint}`);
}

/** `billing/* is muted until 2026-11-23 14:06 UTC by arn:…: deploy`. */
export function describeMute({ pattern, until, who, reason }: StoredMute): string {
  const end = `until ${formatMinute(until)} UTC`;
  return `${printable(pattern)} is muted ${end} by ${printable(who)}: ${printable(reason)}`;
}

/** A mute as one JSON object, with the listed jobs that it covers. */
export function formatMuteJson(mute: StoredMute, jobs: readonly string[]): string {
  const { pattern, since, until, reason, who } = mute;
  const times = { since: formatIso(since), until: formatIso(until) };
  return `${JSON.stringify({ pattern, ...times, reason, who, jobs }, undefined, 2)}\n`;
}
