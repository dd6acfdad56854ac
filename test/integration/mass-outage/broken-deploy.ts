import { judgeMinutes } from '../../../lib/cli/judge-minutes.ts';
import { alarmName } from '../../../lib/cloudwatch/names.ts';
import type { Config } from '../../../lib/config/config.ts';
import { createHistoryKeeper } from '../../../lib/prometheus/keep-history.ts';
import { simulate } from '../../../lib/simulator/simulate.ts';
import { at } from '../../corpus/clock.ts';
import { failing, job, pod } from '../../corpus/scenario-parts.ts';
import { createMemoryPrometheus, type MemoryPrometheus } from '../../history/memory-prometheus.ts';
import { parseOpenMetrics } from '../../history/raw-series.ts';
import type { AlarmChange } from '../../local-aws.ts';

/** Minutes of the scenario: a deployment breaks every job, and is rolled back some time later. */
export const scenario = { watched: 175, broken: 180, end: 350 } as const;

/** How often jobs run, in minutes. */
const rhythms = [1, 5, 5, 15, 60, 60] as const;

/** An application whose jobs run at these intervals, each at a different minute. */
export type Application = Readonly<{ jobs: number; phase: number; brokenMinutes: number }>;

type SimulatedJob = Readonly<{ name: string; everyMinutes: number }>;

export function listJobs({ jobs }: Application): SimulatedJob[] {
  return Array.from({ length: jobs }, (_, index) => ({
    name: `team-${index % 7}/job-${index}`,
    everyMinutes: rhythms[index % rhythms.length] ?? 1,
  }));
}

/** CloudWatch evaluates a minute when it is over, and takes some seconds. */
const evaluationSeconds = 90;

/** What the application's alarms do, by the judge and CloudWatch's rules, in order of time. */
export async function judgeBrokenDeploy(
  prometheus: MemoryPrometheus,
  { fleet, service }: Config,
): Promise<AlarmChange[]> {
  const keeper = createHistoryKeeper(prometheus, fleet);
  const span = { from: at(scenario.watched), to: at(scenario.end) };
  await keeper.update(span);
  const { alarms } = judgeMinutes(fleet, keeper.histories, { span, read: span });
  return alarms
    .flatMap(({ spec, transitions }) =>
      transitions.map(({ at: minute, state, value }) => ({
        name: alarmName(service, spec.job, spec.alert),
        ...{ state, at: minute + evaluationSeconds, value: value ?? undefined },
      })),
    )
    .toSorted((a, b) => a.at - b.at);
}

/** What Prometheus has seen of the application. */
export function watchBrokenDeploy(application: Application): MemoryPrometheus {
  return createMemoryPrometheus(parseOpenMetrics(simulateDeploy(application)));
}

/** Without durations, which are not needed here and make up most of the series. */
function* simulateDeploy(application: Application): Generator<string> {
  const mended = scenario.broken + application.brokenMinutes;
  const jobs = listJobs(application).map(({ name, everyMinutes }, index) =>
    job(name, everyMinutes, {
      firstRunAt: at((index * application.phase) % everyMinutes),
      outcome: failing(scenario.broken, mended),
    }),
  );
  const processes = [
    pod('app:1', jobs, { to: scenario.broken }),
    pod('app:1', jobs, { from: scenario.broken, to: mended }),
    pod('app:1', jobs, { from: mended }),
  ];
  const span = { from: at(0), to: at(scenario.end) };
  for (const text of simulate({ ...span, scrapeSeconds: 60, seed: 41, processes }).openMetrics()) {
    yield text.replaceAll(/^job_execution_duration.*\n/gm, '');
  }
}
