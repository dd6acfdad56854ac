import type { Breach } from '../cli/check-report.ts';
import { paint } from '../cli/paint.ts';

/** What is wrong in a few words that follow the job's name. */
export function sayBreach({
  alert,
  value,
  limit,
}: Pick<Breach, 'alert' | 'value' | 'limit'>): string {
  const is = paint.forAlert(alert, value);
  const over = `limit ${paint.forAlert(alert, limit)}`;
  switch (alert) {
    case 'BackgroundJobFailing':
    case 'BackgroundJobCriticalFailureRate':
      return `${is} of runs failed (${over})`;
    case 'BackgroundJobNotRunning':
    case 'BackgroundJobCriticallyStale':
      return `no success for ${is} (${over})`;
    case 'BackgroundJobHighDuration':
    case 'BackgroundJobCriticalDuration':
      return `P95 is ${is} (${over})`;
    case 'BackgroundJobQueueGrowing':
      return `queue grew ${is} in 10 min (${over})`;
    case 'BackgroundJobCriticalQueueSize':
      return `queue of ${is} (${over})`;
    case 'BackgroundJobHighItemFailureRate':
      return `${is} of items failed (${over})`;
  }
}
