import type { Muted } from '../panels/muted.ts';
import { shorten } from '../panels/render/markup.ts';
import { formatMoment } from '../panels/render/numbers.ts';

/** Longest reason or name, in characters. Anyone with access to the table may write any text. */
const longest = 200;

/** `ops/* is muted until 2026-11-23 14:06 UTC by arn:…: deploy`, or `by maintenance`. */
export function describeMuted({ jobs, until, reason, who = 'maintenance' }: Muted): string {
  const names = clean(jobs.join(', '));
  return `${names} is muted until ${formatMoment(until)} by ${clean(who)}: ${clean(reason)}`;
}

/** The text after the problem of a muted job: `muted until 2026-11-23 14:06 UTC: deploy`. */
export function describeMute({ until, reason }: Muted): string {
  return `muted until ${formatMoment(until)}: ${clean(reason)}`;
}

/** Invisible characters could hide a part of the line, or change the direction of the rest. */
function clean(text: string): string {
  return shorten(text.toWellFormed().replaceAll(/\p{C}/gu, '\ufffd'), longest);
}
