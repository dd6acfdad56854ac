import { afterAll, beforeAll } from 'vitest';
import { allAlarms } from '../../lib/alarms/all-alarms.ts';
import type { AlarmState } from '../../lib/alarms/evaluate.ts';
import type { Asked } from '../../lib/lambda/bounded-answers.ts';
import { type AlarmWatch, watchAlarms } from '../alarm-watch.ts';
import { type PrometheusWithHistory, withPrometheus } from '../prometheus.ts';
import {
  type RecordingCloudWatch,
  type Snapshot,
  startRecordingCloudWatch,
} from '../recording-cloudwatch.ts';
import { createClient, createSwitch, type Environment, startEnvironment } from './environment.ts';
import { type FaultyProxy, startFaultyProxy } from './proxy.ts';
import { createConfig, jobNames, scenario, start } from './scenario.ts';

/** Prometheus, proxy and CloudWatch, with a service that has run for some time. */
type TestService = Readonly<{
  prometheus: PrometheusWithHistory;
  proxy: FaultyProxy;
  cloudWatch: RecordingCloudWatch;
  /** Starts the service again from its state at `start`. */
  resume: () => Life;
}>;

/** The judge in one or more execution environments, and the service's alarms. */
export type Life = Readonly<{
  watch: AlarmWatch;
  /** Runs every minute of the span, including both ends, and evaluates the alarms after each. */
  run: (from: number, to: number) => Promise<readonly Error[]>;
  environment: () => Environment;
  /** Makes the next run a cold start. */
  restart: () => void;
  ask: (prometheus: Asked) => void;
  end: () => Promise<void>;
}>;

export const config = createConfig(jobNames, 'prod');

/** Enough for the longest hold time and for filling three hours of history. */
const warmUpMinutes = 20;

/** Registers hooks that start the service before a file's tests and stop it after them. */
export function startTestService(): () => TestService {
  let service: TestService | undefined;
  let prometheus: PrometheusWithHistory | undefined;
  let proxy: FaultyProxy | undefined;
  let cloudWatch: RecordingCloudWatch | undefined;
  beforeAll(async () => {
    prometheus = await withPrometheus(scenario);
    proxy = await startFaultyProxy(prometheus.url);
    cloudWatch = await startRecordingCloudWatch();
    service = await warmUp({ prometheus, proxy, cloudWatch });
  });
  afterAll(async () => {
    await proxy?.stop();
    await cloudWatch?.stop();
    await prometheus?.stop();
  });
  return () => {
    if (service === undefined) throw new Error('the service has not started');
    return service;
  };
}

async function warmUp(parts: Omit<TestService, 'resume'>): Promise<TestService> {
  const first = startLife(parts, new Map());
  await first.run(start - (warmUpMinutes - 1) * 60, start);
  await first.end();
  const snapshot: Snapshot = parts.cloudWatch.snapshot();
  const states = new Map(first.watch.states);
  const resume = () => {
    parts.cloudWatch.restore(snapshot);
    return startLife(parts, states);
  };
  return { ...parts, resume };
}

function startLife(
  { proxy, cloudWatch }: Omit<TestService, 'resume'>,
  states: ReadonlyMap<string, AlarmState>,
): Life {
  const usual = createClient(proxy.url);
  const prometheus = createSwitch(usual);
  const context = { config, prometheus, endpoint: cloudWatch.endpoint };
  let environment = startEnvironment(context);
  const watch = watchAlarms(allAlarms(config, 'eu-west-1'), cloudWatch, states);
  return {
    watch,
    run: async (from, to) => {
      const errors: Error[] = [];
      for (let at = from; at <= to; at += 60) {
        errors.push(...(await environment.run(at)));
        watch.evaluate(at);
      }
      return errors;
    },
    environment: () => environment,
    restart: () => {
      environment.stop();
      environment = startEnvironment(context);
    },
    ask: prometheus.set,
    end: async () => {
      environment.stop();
      await usual.close();
    },
  };
}
