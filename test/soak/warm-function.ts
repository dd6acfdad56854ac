import { type Invocation, type Lambda, startLambda } from '../lambda.ts';
import type { Disturbance } from './plan.ts';

/** The judge's process, which stays warm until it is restarted. */
export type WarmFunction = Readonly<{
  /** Invokes it for a minute. The disturbance decides how often and when. */
  invoke: (at: number, disturbance: Disturbance) => Promise<readonly Invocation[]>;
  coldStarts: () => number;
  stop: () => Promise<void>;
}>;

export function startWarmFunction(bundleDirectory: string, endpoint: string): WarmFunction {
  let running: Lambda | undefined;
  /** A minute whose invocation comes after that of the next minute. */
  let late: number | undefined;
  let coldStarts = 0;
  const start = (): Lambda => {
    coldStarts += 1;
    const environment = { AWS_ENDPOINT_URL: endpoint };
    return startLambda({ bundleDirectory, environment, timeoutMs: 50_000 });
  };
  const run = async (at: number): Promise<Invocation> => {
    running ??= start();
    const invocation = await running.invoke({ scheduledTime: new Date(at * 1000).toISOString() });
    if (invocation.error?.name === 'Runtime.ExitError') running = undefined;
    return invocation;
  };
  const stop = async () => {
    await running?.stop();
    running = undefined;
  };
  const invoke = async (at: number, disturbance: Disturbance) => {
    const waiting = late;
    late = disturbance === 'late' ? at : undefined;
    if (disturbance === 'restart') await stop();
    const minutes = [
      ...(disturbance === 'late' || disturbance === 'lost' ? [] : [at]),
      ...(disturbance === 'twice' ? [at] : []),
      ...(waiting === undefined ? [] : [waiting]),
    ];
    const invocations: Invocation[] = [];
    for (const minute of minutes) invocations.push(await run(minute));
    return invocations;
  };
  return { invoke, coldStarts: () => coldStarts, stop };
}
