import type { Severity } from '../model/job.ts';

/** A time in ALARM, in Unix seconds; `to` is null while it lasts. */
export type AlarmPeriod = Readonly<{ severity: Severity; from: number; to: number | null }>;

/** Joins the overlapping periods of several jobs, because overlapping bands would look darker. */
export function joinPeriods(
  periods: readonly AlarmPeriod[],
  severity: Severity,
  end: number,
): Readonly<{ from: number; to: number }>[] {
  const spans: { from: number; to: number }[] = [];
  const own = periods
    .filter(period => period.severity === severity)
    .toSorted((a, b) => a.from - b.from);
  for (const { from, to } of own) {
    const last = spans.at(-1);
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to ?? end);
    else spans.push({ from, to: to ?? end });
  }
  return spans;
}
