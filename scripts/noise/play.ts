import { warningJudge } from '../../lib/checks/failures.ts';
import { judgeRuns, type RunJudge } from '../../lib/checks/judge-runs.ts';
import { parseConfig } from '../../lib/config/load.ts';
import type { JobFacts, RunFact } from '../../lib/model/facts.ts';
import { findSetting, type Job } from '../../lib/model/job.ts';
import { randomFraction } from '../../lib/simulator/random.ts';
import type { Rule } from './rules.ts';

/** A job whose runs are bad by chance, and from a certain run on with another chance. */
export type Plan = Readonly<{
  everySeconds: number;
  runs: number;
  /** The share of bad runs, 0..1, before and from `breaksAt` on. */
  healthyShare: number;
  brokenShare: number;
  breaksAt: number;
  seed: number;
}>;

/** Minutes, of time 0, at which alarms begin and end. */
export type Alarm = Readonly<{ from: number; to: number }>;

/** Each minute of a span is judged as by a deployed judge, and alarms have its hold time. */
export function play(
  plan: Plan,
  rule: Rule,
  {
    from,
    to,
    most = Number.POSITIVE_INFINITY,
  }: Readonly<{ from: number; to: number; most?: number }>,
): Alarm[] {
  const facts = createFacts(plan);
  const job = createJob(plan.everySeconds);
  const { create } = rule;
  const judge: RunJudge =
    create === undefined
      ? warningJudge
      : { ...warningJudge, evidence: ({ batches }, every = 0) => create(batches, every) };
  const { holdMinutes } = findSetting(job, warningJudge.alert.name);
  const alarms: { from: number; to: number }[] = [];
  let above = 0;
  for (let minute = from; minute < to && alarms.length < most; minute += 1) {
    const isRaised = judgeRuns(judge, { facts, job, at: minute * 60 })?.raised === true;
    above = isRaised ? above + 1 : 0;
    const last = alarms.at(-1);
    if (above > holdMinutes && last !== undefined) last.to = minute;
    if (above === holdMinutes) alarms.push({ from: minute, to: minute });
  }
  return alarms;
}

function createJob(everySeconds: number): Job {
  const text = `{ prometheus: { url: "http://localhost:9090" }, jobs: { a: { interval: ${everySeconds}s } } }`;
  const source = { file: 'noise.yaml', baseDirectory: '/', readFile: () => '' };
  const [job] = parseConfig(text, source).fleet.jobs;
  if (job === undefined) throw new Error('there is no job');
  return job;
}

function createFacts(plan: Plan): JobFacts {
  const whole = { from: 0, to: plan.runs * plan.everySeconds };
  return {
    runs: createRuns(plan),
    items: [],
    durations: [],
    successes: [],
    queue: [],
    suspended: [],
    watched: [whole],
    watchedFrom: whole.from,
    seen: whole,
    bounds: [],
  };
}

/** A run is known this many minutes after it began, at the latest, if it begins punctually. */
export const noticeMinutes = 2;

/** Starts vary by a tenth of the interval, and one run in five hundred is missing: a restart. */
function createRuns({ everySeconds, runs, seed, ...plan }: Plan): RunFact[] {
  const facts = new Map<number, RunFact>();
  for (let run = 0; run < runs; run += 1) {
    const draw = (what: string) => randomFraction(seed, what, run);
    if (draw('missing') < 0.002) continue;
    const share = run < plan.breaksAt ? plan.healthyShare : plan.brokenShare;
    const time = run * everySeconds + draw('start') * Math.min(40, everySeconds / 10);
    const at = 60 * (Math.ceil(time / 60) + noticeMinutes - 1);
    const bad = draw('outcome') < share ? 1 : 0;
    const { succeeded = 0, failed = 0 } = facts.get(at) ?? {};
    const counts = { succeeded: succeeded + 1 - bad, failed: failed + bad };
    const targets = {
      succeededOn: Math.sign(counts.succeeded),
      failedOn: Math.sign(counts.failed),
    };
    facts.set(at, { at, ...counts, skipped: 0, other: 0, ...targets });
  }
  return [...facts.values()];
}
