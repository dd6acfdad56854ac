import type { CheckName } from '../../lib/checks/check.ts';
import { checks } from '../../lib/checks/index.ts';
import { type Invocation, type Lambda, startLambda } from '../lambda.ts';
import type { Bundles } from './bundles.ts';
import type { Disturbance } from './plan.ts';

/** A process for each function, kept warm until it is told to restart. */
export type WarmFunctions = Readonly<{
  /** Invokes one check for a minute, as often and as late as its disturbance says. */
  invoke: (
    check: CheckName,
    at: number,
    disturbance: Disturbance,
  ) => Promise<readonly Invocation[]>;
  coldStarts: () => number;
  stop: () => Promise<void>;
}>;

export function startWarmFunctions(bundles: Bundles, endpoint: string): WarmFunctions {
  const running = new Map<CheckName, Lambda>();
  /** A minute whose invocation comes after the next one. */
  const late = new Map<CheckName, number>();
  let coldStarts = 0;
  const functionOf = (check: CheckName): Lambda => {
    const known = running.get(check);
    if (known !== undefined) return known;
    coldStarts += 1;
    const started = startLambda({
      bundleDirectory: bundles[check],
      environment: { AWS_ENDPOINT_URL: endpoint },
      timeoutMs: 50_000,
    });
    running.set(check, started);
    return started;
  };
  const run = async (check: CheckName, at: number): Promise<Invocation> => {
    const invocation = await functionOf(check).invoke({
      scheduledTime: new Date(at * 1000).toISOString(),
    });
    if (invocation.error?.name === 'Runtime.ExitError') running.delete(check);
    return invocation;
  };
  const stop = async (check: CheckName) => {
    await running.get(check)?.stop();
    running.delete(check);
  };
  const invoke = async (check: CheckName, at: number, disturbance: Disturbance) => {
    const waiting = late.get(check);
    late.delete(check);
    if (disturbance === 'restart') await stop(check);
    if (disturbance === 'late') late.set(check, at);
    const minutes = [
      ...(disturbance === 'late' || disturbance === 'lost' ? [] : [at]),
      ...(disturbance === 'twice' ? [at] : []),
      ...(waiting === undefined ? [] : [waiting]),
    ];
    const invocations: Invocation[] = [];
    for (const minute of minutes) invocations.push(await run(check, minute));
    return invocations;
  };
  return {
    invoke,
    coldStarts: () => coldStarts,
    stop: async () => {
      await Promise.all(checks.map(({ name }) => stop(name)));
    },
  };
}
