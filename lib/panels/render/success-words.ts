import { formatDuration } from '../../model/format.ts';
import { formatDue, readLocalDate } from '../../schedule/local-time.ts';
import type { Due, SuccessState } from '../success-state.ts';
import { formatPanelAge } from './numbers.ts';

/** A state in two parts: one that is readable from a distance, and its explanation. */
type SuccessWords = Readonly<{ headline: string; detail: string | undefined }>;

/** What is known about a job's last success, in words. */
export function describeSuccess(success: SuccessState): SuccessWords {
  switch (success.kind) {
    case 'succeeded':
      return {
        headline: formatPanelAge(success.ageSeconds),
        detail: describeNext(success.nextDue),
      };
    case 'overdue': {
      const due = `due ${formatDueTime(success.due)}`;
      const detail = success.hasSucceeded ? due : `${due}, never succeeded`;
      return { headline: `${formatLength(success.lateSeconds)} late`, detail };
    }
    case 'never':
      return { headline: 'never', detail: describeWatch(success.watchedSeconds) };
    case 'unjudgeable':
      return { headline: 'cannot be judged', detail: success.reason };
  }
}

/**
 * The same in one line: `due 02:00 Europe/Berlin, 1 h 10 min late`, `never (watched for 12 min)`.
 */
export function summarizeSuccess(success: SuccessState): string {
  const { headline, detail } = describeSuccess(success);
  switch (success.kind) {
    case 'succeeded':
      return headline;
    case 'overdue':
      return `${detail}, ${headline}`;
    case 'never':
      return detail === undefined ? headline : `${headline} (${detail})`;
    case 'unjudgeable':
      return `${headline}: ${success.reason}`;
  }
}

function describeWatch(seconds: number | undefined): string | undefined {
  return seconds === undefined ? undefined : `watched for ${formatLength(seconds)}`;
}

function describeNext(due: Due | undefined): string | undefined {
  return due === undefined ? undefined : `next due ${formatDueTime(due)}`;
}

/** In the schedule's zone, with the date if it is another day's. */
function formatDueTime({ time, timezone, at }: Due): string {
  const withDate = readLocalDate(time, timezone) !== readLocalDate(at, timezone);
  return formatDue(time, timezone, { withDate });
}

/** Whole minutes, because more would be false precision. */
function formatLength(seconds: number): string {
  return formatDuration(seconds < 60 ? seconds : Math.floor(seconds / 60) * 60);
}
