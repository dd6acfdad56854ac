import { judgeMinutes } from '../../../lib/cli/judge-minutes.ts';
import { createHistoryKeeper } from '../../../lib/prometheus/keep-history.ts';
import { simulate } from '../../../lib/simulator/simulate.ts';
import { createConfig } from '../../cdk/config.ts';
import { at, toMinute } from '../../corpus/clock.ts';
import { failing, job, pod } from '../../corpus/scenario-parts.ts';
import { createMemoryPrometheus } from '../../history/memory-prometheus.ts';
import { parseOpenMetrics } from '../../history/raw-series.ts';
import type { Line } from '../play.ts';

/** How often jobs run, in minutes. */
const rhythms = [1, 5, 15, 60, 360, 1_440] as const;

const day = 1_440;

/** Every run fails from this minute of the scenario on, after days in which none did. */
const broken = 3 * day + 600;

/** Minutes after the outage until the last daily job has had two good runs. */
export const recovery = 3 * day;

/** Jobs that all fail for some minutes; `phase` decides in which minute each of them runs. */
export type Outage = Readonly<{ jobs: number; minutes: number; phase: number }>;

/** What the jobs' alarms do, by the judge and CloudWatch's rules; minutes count from the outage. */
export async function judgeOutage(outage: Outage): Promise<Line[]> {
  const end = broken + outage.minutes + recovery;
  const memory = createMemoryPrometheus(parseOpenMetrics(simulateOutage(outage, end)));
  const { fleet } = createConfig(writeJobs(outage));
  const keeper = createHistoryKeeper(memory, fleet);
  const span = { from: at(broken - 10), to: at(end) };
  await keeper.update(span);
  const { alarms } = judgeMinutes(fleet, keeper.histories, { span, read: span });
  return alarms.flatMap(({ spec, transitions }) => {
    const { job: name, alert, severity } = spec;
    const on = pairSpans(transitions.map(({ at: time, state }) => [time, state === 'ALARM']));
    const first = transitions.find(({ state }) => state === 'ALARM');
    return first === undefined ? [] : [{ job: name, alert, severity, on, value: first.value ?? 0 }];
  });
}

/** CloudWatch evaluates a minute when it is over. */
function pairSpans(edges: readonly (readonly [time: number, isOn: boolean])[]): Line['on'] {
  return edges.flatMap(([time, isOn], index) => {
    if (!isOn) return [];
    const minute = (seconds: number) => toMinute(seconds) - broken + 1;
    const next = edges[index + 1];
    return [
      next === undefined ? ([minute(time)] as const) : ([minute(time), minute(next[0])] as const),
    ];
  });
}

function nameJobs({ jobs }: Outage) {
  return Array.from({ length: jobs }, (_, index) => ({
    name: `team-${index % 7}/job-${index}`,
    everyMinutes: rhythms[index % rhythms.length] ?? 1,
  }));
}

function writeJobs(outage: Outage): string {
  const off = 'duration: false, queue: false, items: false';
  const lines = nameJobs(outage).map(
    ({ name, everyMinutes }) => `  ${name}: { interval: ${everyMinutes}m, ${off} }`,
  );
  return ['jobs:', ...lines].join('\n');
}

/** Without durations, which are not needed here and make up most of the series. */
function* simulateOutage(outage: Outage, end: number): Generator<string> {
  const { minutes, phase } = outage;
  const mended = broken + minutes;
  const jobs = nameJobs(outage).map(({ name, everyMinutes }, index) =>
    job(name, everyMinutes, {
      firstRunAt: at((phase * (37 * index + 13)) % everyMinutes),
      outcome: failing(broken, mended),
    }),
  );
  const processes = [
    pod('app:1', jobs, { to: broken }),
    pod('app:1', jobs, { from: broken, to: mended }),
    pod('app:1', jobs, { from: mended }),
  ];
  const span = { from: at(0), to: at(end) };
  for (const text of simulate({ ...span, scrapeSeconds: 60, seed: 41, processes }).openMetrics()) {
    yield text.replaceAll(/^job_execution_duration.*\n/gm, '');
  }
}
