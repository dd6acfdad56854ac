import { randomFraction } from '../../lib/simulator/random.ts';
import type { Fault } from '../faults/fault.ts';

/** What happens to the judge's round in a minute. */
export type Disturbance = 'none' | 'twice' | 'lost' | 'late' | 'restart';

/** One scheduled minute, Unix seconds. */
export type PlannedMinute = Readonly<{
  at: number;
  fault: Fault;
  /** The share of requests to Prometheus that have the fault. */
  faultShare: number;
  /** The share of calls to CloudWatch that are rejected, and the error. */
  refusal: Readonly<{ share: number; status: number; error: string }> | undefined;
  disturbance: Disturbance;
}>;

type PlanOptions = Readonly<{
  from: number;
  minutes: number;
  seed: number;
  /** Includes faults that last until the deadline of 25 s, which make the run slow. */
  withTimeouts: boolean;
}>;

/** Minutes without faults at both ends, so that the last gaps can be filled. */
const quietMinutes = { first: 5, last: 6 };

const answer = (status: number, headers: Readonly<Record<string, string>> = {}) =>
  ({ kind: 'answer', status, headers, text: '<html>no</html>' }) as const;

const faults: readonly Fault[] = [
  { kind: 'refused' },
  { kind: 'reset' },
  { kind: 'reset-in-body' },
  { kind: 'truncated' },
  { kind: 'truncated-json' },
  { kind: 'length-too-short' },
  { kind: 'latency', milliseconds: 300 },
  { kind: 'partial', warning: 'fetch series for store-1: rpc error: code = Unavailable' },
  answer(200),
  answer(302, { location: 'https://sso.example.com/' }),
  answer(401),
  answer(404),
  answer(429),
  answer(429, { 'retry-after': '30' }),
  answer(500),
  answer(503),
  answer(503, { 'retry-after': '1' }),
];

const slowFaults: readonly Fault[] = [
  { kind: 'silent' },
  { kind: 'slow-headers' },
  { kind: 'slow-body' },
];

/**
 * Wrong answers that look complete: from a copy that has nothing, half of it, or stopped long ago.
 */
const silentFaults = (at: number): readonly Fault[] => [
  { kind: 'without', series: 'all' },
  { kind: 'without', series: 'half' },
  { kind: 'old', to: at - 1800 },
];

/** Possible lengths of a fault of Prometheus, in minutes. */
const lengths = [1, 1, 2, 3, 5, 8, 40];

const refusals = [
  { status: 400, error: 'ThrottlingException' },
  { status: 500, error: 'InternalServiceFault' },
  { status: 503, error: 'ServiceUnavailable' },
];

/** Probabilities per minute. */
const chances = { fault: 1 / 30, silent: 1 / 60, refusal: 1 / 60, slow: 1 / 480 };

/** Plans a day's faults from a seed. The same seed gives the same day. */
export function planDay({ from, minutes, seed, withTimeouts }: PlanOptions): PlannedMinute[] {
  const draw = (...keys: (string | number)[]) => randomFraction(seed, ...keys);
  const plan: PlannedMinute[] = [];
  let outage = { fault: { kind: 'none' } as Fault, share: 1, left: 0 };
  for (let minute = 0; minute < minutes; minute += 1) {
    const isQuiet = minute < quietMinutes.first || minute >= minutes - quietMinutes.last;
    const key = minute + 1;
    if (outage.left === 0 && draw('fault', key) < chances.fault) {
      const share = draw('share', key) < 0.3 ? 0.2 : 1;
      outage = {
        fault: pick(faults, draw('kind', key)),
        share,
        left: pick(lengths, draw('length', key)),
      };
    } else if (outage.left === 0 && draw('silent', key) < chances.silent) {
      outage = {
        fault: pick(silentFaults(from + minute * 60), draw('kind', key)),
        share: draw('share', key) < 0.3 ? 0.2 : 1,
        left: pick(lengths, draw('length', key)),
      };
    } else if (outage.left === 0 && withTimeouts && draw('slow', key) < chances.slow) {
      outage = { fault: pick(slowFaults, draw('kind', key)), share: 1, left: 1 };
    }
    const hasFault = outage.left > 0 && !isQuiet;
    plan.push({
      at: from + minute * 60,
      fault: hasFault ? outage.fault : { kind: 'none' },
      faultShare: outage.share,
      refusal:
        draw('refusal', key) < chances.refusal && !isQuiet
          ? {
              ...pick(refusals, draw('refusal kind', key)),
              share: draw('refusal share', key) < 0.5 ? 0.5 : 1,
            }
          : undefined,
      disturbance: isQuiet ? 'none' : toDisturbance(draw('judge', key)),
    });
    outage = { ...outage, left: Math.max(0, outage.left - 1) };
  }
  return plan;
}

function toDisturbance(drawn: number): Disturbance {
  if (drawn < 0.03) return 'twice';
  if (drawn < 0.05) return 'late';
  if (drawn < 0.06) return 'lost';
  return drawn < 0.16 ? 'restart' : 'none';
}

function pick<T>(list: readonly T[], drawn: number): T {
  const picked = list[Math.floor(drawn * list.length)];
  if (picked === undefined) throw new RangeError('nothing to pick from');
  return picked;
}
