import { withPrometheusOf } from '../../lib/cli/session.ts';
import { parseConfig } from '../../lib/config/load.ts';
import { diagnose } from '../../lib/doctor/diagnosis.ts';
import type { Finding, FindingCode } from '../../lib/doctor/finding.ts';
import type { Scenario, SimulatedJob } from '../../lib/simulator/scenario.ts';
import { simulate } from '../../lib/simulator/simulate.ts';

/** Every history ends here, Unix seconds, a whole minute. */
export const end = 1_767_225_600;

const HOUR = 3600;

/** A job that runs for 6 s every so many minutes. */
export function job(
  name: string,
  everyMinutes: number,
  extra: Partial<SimulatedJob> = {},
): SimulatedJob {
  const plan = { intervalSeconds: everyMinutes * 60, firstRunAt: end - 100, durationSeconds: 6 };
  return { name, ...plan, ...extra };
}

/** A process that ran these jobs since long before the history, 30 h of it unless said. */
export function story(jobs: readonly SimulatedJob[], hours = 30): Scenario {
  return {
    from: end - hours * HOUR,
    to: end,
    scrapeSeconds: 30,
    seed: 5,
    processes: [{ instance: 'app:1', startsAt: end - 200 * HOUR, jobs }],
  };
}

/** The story's text, of which each sample line is kept, changed or (as `undefined`) left out. */
export function retold(
  scenario: Scenario,
  change: (line: string) => string | undefined,
): { openMetrics: string } {
  const lines = [...simulate(scenario).openMetrics()].join('').split('\n');
  return {
    openMetrics: lines
      .map(change)
      .filter(line => line !== undefined)
      .join('\n'),
  };
}

export type Question = Readonly<{
  url: string;
  /** Lines under `jobs:`. */
  jobs: readonly string[];
  /** Inside `prometheus: { … }`. */
  prometheus?: string;
  more?: string;
  /** Seconds after the history's end. */
  after?: number;
  /** By how much our clock is ahead of the machine's, in seconds. */
  clock?: number;
}>;

export function configOf({ url, jobs, prometheus = '', more = '' }: Question) {
  const text = `prometheus: { url: "${url}"${prometheus} }\njobs:\n  ${jobs.join('\n  ')}\n${more}`;
  return parseConfig(text, { file: 'test.yaml', baseDirectory: '/', readFile: () => '' });
}

/** What doctor finds in a history. */
export async function findingsIn(question: Question): Promise<readonly Finding[]> {
  const { after = 0, clock = 0 } = question;
  const now = () => Date.now() / 1000 + clock;
  const { findings } = await withPrometheusOf(configOf(question), ({ prometheus, config }) =>
    diagnose({ prometheus, fleet: config.fleet, now }, end + after),
  );
  return findings;
}

/** `level code jobs` of each finding, one a line. */
export function brief(findings: readonly Finding[]): string[] {
  return findings.map(({ level, code, jobs = [] }) => [level, code, ...jobs].join(' '));
}

export function only(findings: readonly Finding[], code: FindingCode): Finding | undefined {
  return findings.find(finding => finding.code === code);
}
