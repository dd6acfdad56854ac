import { afterAll } from 'vitest';
import { withConfig } from '../../lib/cli/session.ts';
import { parseConfig } from '../../lib/config/load.ts';
import { type Diagnosis, diagnose } from '../../lib/doctor/diagnosis.ts';
import type { Finding, FindingCode } from '../../lib/doctor/finding.ts';
import type { Scenario, SimulatedJob } from '../../lib/simulator/scenario.ts';
import { simulate } from '../../lib/simulator/simulate.ts';
import { withPrometheus } from '../prometheus.ts';

/** Every history ends here, Unix seconds, a whole minute: 2026-01-01T00:00:00Z. */
export const end = 1_767_225_600;

export const MINUTE = 60;
export const HOUR = 3600;
export const DAY = 86_400;

/** A job that runs for 6 s at this interval, in minutes. */
export function makeJob(
  name: string,
  everyMinutes: number,
  extra: Partial<SimulatedJob> = {},
): SimulatedJob {
  const plan = { intervalSeconds: everyMinutes * 60, firstRunAt: end - 100, durationSeconds: 6 };
  return { name, ...plan, ...extra };
}

/** A process that has run these jobs since long before the history, which is 30 h by default. */
export function makeScenario(jobs: readonly SimulatedJob[], hours = 30): Scenario {
  return {
    from: end - hours * HOUR,
    to: end,
    scrapeSeconds: 30,
    seed: 5,
    processes: [{ instance: 'app:1', startsAt: end - 200 * HOUR, jobs }],
  };
}

/**
 * Lines of OpenMetrics text without the last; each sample is kept, changed or (`undefined`) left
 * out.
 */
export type Lines = readonly string[];

export function play(
  scenario: Scenario,
  change: (line: string) => string | undefined = line => line,
): Lines {
  const lines = [...simulate(scenario).openMetrics()].join('').split('\n');
  return lines
    .filter(line => line !== '' && line !== '# EOF')
    .map(line => (line.startsWith('#') ? line : change(line)))
    .filter(line => line !== undefined);
}

/** A series with given values at every scrape of the span that ends with the histories. */
export function writeSeries(
  series: string,
  valueAt: (time: number) => number | undefined,
  { from = end - 30 * HOUR, to = end, step = 30 } = {},
): Lines {
  const lines: string[] = [];
  for (let time = from; time <= to; time += step) {
    const value = valueAt(time);
    if (value !== undefined) lines.push(`${series} ${value} ${time}`);
  }
  return lines;
}

/**
 * One Prometheus with several histories side by side. The series of each have its name as the label
 * `env`, so that a configuration with that selector sees no other.
 */
export async function startHistories(
  histories: Readonly<Record<string, Lines>>,
): Promise<{ url: string }> {
  const lines = Object.entries(histories).flatMap(([name, text]) =>
    text
      .filter(line => !line.startsWith('#'))
      .map(line => line.replace(/^([^{ ]+)\{(.*)\} (\S+ \S+)$/, `$1{env="${name}",$2} $3`)),
  );
  const { url, stop } = await withPrometheus({ openMetrics: `${lines.join('\n')}\n# EOF\n` });
  afterAll(stop);
  return { url };
}

export type Question = Readonly<{
  url: string;
  /** Name of the history. */
  env?: string;
  /** Lines under `jobs:`. */
  jobs: readonly string[];
  /** Inside `prometheus: { … }`. */
  prometheus?: string;
  /** Lines at the top of the configuration. */
  more?: string;
  /** Seconds after the histories' end. */
  after?: number;
  /** By how much our clock is ahead of the machine's, in seconds. */
  clock?: number;
}>;

export function makeConfig({ url, env, jobs, prometheus = '', more = '' }: Question) {
  const selector = env === undefined ? '' : `, selector: 'env="${env}"'`;
  const text = `prometheus: { url: "${url}"${selector}${prometheus} }\njobs:\n  ${jobs.join('\n  ')}\n${more}`;
  return parseConfig(text, { file: 'test.yaml', baseDirectory: '/', readFile: () => '' });
}

/** The whole output of doctor about a history. */
export function ask(question: Question): Promise<Diagnosis> {
  const { after = 0, clock = 0 } = question;
  const now = () => Date.now() / 1000 + clock;
  return withConfig(makeConfig(question), ({ prometheus, config }) =>
    diagnose({ prometheus, fleet: config.fleet, now }, end + after),
  );
}

/** What doctor finds in a history. */
export async function findIn(question: Question): Promise<readonly Finding[]> {
  return (await ask(question)).findings;
}

/** `level code jobs` of each finding, one per line; a note on loose limits is left out. */
export function brief(findings: readonly Finding[]): string[] {
  return findings
    .filter(({ code }) => code !== 'staleness-loose')
    .map(({ level, code, jobs = [] }) => [level, code, ...jobs].join(' '));
}

export function pick(findings: readonly Finding[], code: FindingCode): Finding | undefined {
  return findings.find(finding => finding.code === code);
}
