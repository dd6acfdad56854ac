import type { Batch } from '../../lib/checks/batch.ts';
import { findIncidents } from '../../lib/checks/incident.ts';
import { randomFraction } from '../../lib/simulator/random.ts';
import type { Rule } from './rules.ts';

/** A job whose runs are bad by chance, or all of them from a certain run on. */
export type Plan = Readonly<{
  everySeconds: number;
  runs: number;
  /** The share of bad runs, 0..1, before and from `breaksAt` on. */
  healthyShare: number;
  brokenShare: number;
  breaksAt: number;
  seed: number;
}>;

const holdMinutes = 5;

/**
 * Runs after which alarms went on: those for which a warning with a hold time of five minutes would
 * have sent a mail.
 */
export function play(plan: Plan, rule: Rule): number[] {
  const batches = createBatches(plan);
  const changes = findIncidents(batches, {
    evidence: rule.create(batches, plan.everySeconds),
    everySeconds: plan.everySeconds,
    holdMinutes,
    expirySeconds: 7200,
  });
  const alarms: number[] = [];
  let since: number | undefined;
  for (const { at, raised } of [...changes, { at: Number.POSITIVE_INFINITY, raised: false }]) {
    if (raised) since ??= at;
    else if (since !== undefined) {
      const on = since + (holdMinutes - 1) * 60;
      if (at > on) alarms.push((on - (batches[0]?.at ?? 0)) / plan.everySeconds);
      since = undefined;
    }
  }
  return alarms;
}

/** Starts vary by a tenth of the interval, and one run in five hundred is missing: a restart. */
function createBatches(plan: Plan): Batch[] {
  const { everySeconds, runs, seed } = plan;
  const batches: Batch[] = [];
  for (let run = 0; run < runs; run += 1) {
    const draw = (what: string) => randomFraction(seed, what, run);
    if (draw('missing') < 0.002) continue;
    const share = run < plan.breaksAt ? plan.healthyShare : plan.brokenShare;
    const time = run * everySeconds + draw('start') * Math.min(40, everySeconds / 10);
    const bad = draw('outcome') < share ? 1 : 0;
    batches.push({ at: Math.ceil(time / 60 + 1) * 60, bad, good: 1 - bad, neutral: 0 });
  }
  return batches;
}
