import type { Line } from './play.ts';

/** How often jobs run, in minutes: a job breaks and heals when it runs. */
const rhythms = [1, 5, 5, 15, 60, 60];

/**
 * Every job fails from noon on: the warning and the critical alert after some runs, the age of the
 * last success later. All of it ends with the job's next good runs.
 */
export function breakAll(jobs: number, minutes: number): Line[] {
  return Array.from({ length: jobs }, (_, index) => index).flatMap(index => {
    const rhythm = rhythms[index % rhythms.length] ?? 1;
    const phase = 1 + ((index * 7) % rhythm);
    const [from, to] = [phase + 5, minutes + phase + 5];
    const job = `team-${index % 7}/job-${index}`;
    const late = { job, alert: 'BackgroundJobNotRunning', on: span(phase + 1.5 * rhythm + 5, to) };
    const failing = { job, alert: 'BackgroundJobFailing', on: span(from, to) };
    const critical = { job, alert: 'BackgroundJobCriticalFailureRate', on: span(from + 2, to) };
    return [failing, late, { ...critical, severity: 'critical' as const }];
  });
}

function span(from: number, to: number): Line['on'] {
  return from < to ? [[Math.ceil(from), to]] : [];
}
