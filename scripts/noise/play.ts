import { evaluateAlarm } from '../../lib/alarms/evaluate.ts';
import { planAlarms } from '../../lib/checks/check.ts';
import { duration } from '../../lib/checks/duration.ts';
import { failures } from '../../lib/checks/failures.ts';
import { resolveUnlisted } from '../../lib/config/resolve-job.ts';
import type { DurationFact, JobFacts, RunFact } from '../../lib/model/facts.ts';
import type { AlertName, Job } from '../../lib/model/job.ts';
import { randomFraction } from '../../lib/simulator/random.ts';

/** A job whose runs are bad at random, or every so many. */
export type Plan = Readonly<{
  everySeconds: number;
  days: number;
  /** Whether the run of that number is bad, by a draw from 0 to 1. */
  isBad: (run: number, draw: number) => boolean;
  kind: 'fails' | 'slow';
  seed: number;
}>;

/** What an alarm did: when it went on and off, in seconds from the beginning. */
export type Episode = Readonly<{ alert: AlertName; on: number; off: number | undefined }>;

/** The beginning of every plan, Unix seconds. */
const start = Date.UTC(2026, 0, 5) / 1000;

/** Plays a plan through the checks and CloudWatch's rules, without a Prometheus. */
export function play(plan: Plan): Episode[] {
  const facts = makeFacts(plan);
  const job = makeJob(plan.everySeconds);
  const check = plan.kind === 'fails' ? failures : duration;
  const end = start + plan.days * 86_400;
  const points = new Map<string, { at: number; value: number }[]>();
  for (let at = start; at <= end; at += 60) {
    for (const { metric, value } of check.evaluate(facts, job, at)) {
      const known = points.get(metric);
      if (known === undefined) points.set(metric, [{ at, value }]);
      else known.push({ at, value });
    }
  }
  return planAlarms(check, job).flatMap(spec => {
    const row = points.get(spec.metric) ?? [];
    const changes = evaluateAlarm(spec, row, { from: start, to: end });
    return changes.flatMap(({ at, state }, index) => {
      if (state !== 'ALARM') return [];
      const next = changes[index + 1]?.at;
      return [{ alert: spec.alert, on: at - start, off: next && next - start }];
    });
  });
}

function makeFacts({ everySeconds, days, isBad, kind, seed }: Plan): JobFacts {
  let draws = 0;
  const random = () => randomFraction(seed, (draws += 1));
  const runs: RunFact[] = [];
  const durations: DurationFact[] = [];
  const none = { succeeded: 0, failed: 0, skipped: 0, other: 0, failedOn: 1, succeededOn: 1 };
  for (let run = 0; run * everySeconds < days * 86_400; run += 1) {
    const jitter = random() * Math.min(20, everySeconds * 0.1);
    const at = Math.ceil((start + run * everySeconds + 30 + jitter) / 60) * 60;
    const bad = isBad(run, random());
    runs.push({ ...none, at, [bad && kind === 'fails' ? 'failed' : 'succeeded']: 1 });
    const seconds = bad && kind === 'slow' ? 1000 : 10;
    durations.push({ at, low: seconds, high: seconds, count: 1 });
  }
  const always = [{ from: start - 86_400, to: start + (days + 1) * 86_400 }];
  return {
    runs,
    durations,
    items: [],
    successes: [],
    queue: [],
    suspended: [],
    watched: always,
    watchedFrom: start - 86_400,
    seen: always[0],
    bounds: [],
  };
}

function makeJob(intervalSeconds: number): Job {
  const settings = resolveUnlisted({});
  return {
    ...settings,
    name: 'job',
    seriesName: 'job',
    source: 'application',
    listed: true,
    intervalSeconds,
  };
}
