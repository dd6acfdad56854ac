import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { withConfig } from '../../lib/cli/session.ts';
import type { Config } from '../../lib/config/config.ts';
import { parseConfig } from '../../lib/config/load.ts';
import { diagnose } from '../../lib/doctor/diagnosis.ts';
import type { Finding } from '../../lib/doctor/finding.ts';
import type { Prometheus } from '../../lib/prometheus/client.ts';
import { createHistoryKeeper } from '../../lib/prometheus/keep-history.ts';
import { findPrometheus } from '../../lib/simulator/binary.ts';
import { waitFor } from '../exporters/real/processes.ts';
import { findDebianPrograms } from '../exporters/real/programs.ts';
import { findPrograms } from './engine.ts';
import { jobLines } from './set-ups/application.ts';
import { startNativeRead } from './set-ups/engines.ts';
import type { Environment, Examination } from './set-ups/environment.ts';
import { goldenDirectory, setUps } from './set-ups/list.ts';

vi.setConfig({ testTimeout: 60_000 });

// each program of a case ends with the process at the latest
process.setMaxListeners(100);

const [three, victoria, two, debian] = await Promise.all([
  findPrograms('prometheus-3'),
  findPrograms('victoria-metrics'),
  findPrometheus(),
  findGateways(),
]);
const isMissing = three === undefined || victoria === undefined || debian === undefined;

async function findGateways() {
  try {
    return await findDebianPrograms(['nginx', 'prometheus-pushgateway'], 'set-ups');
  } catch (error) {
    if (process.env.CI !== undefined && process.env.CI !== '') throw error;
    process.stderr.write(`NOT TESTED with nginx: ${error}\n`);
    return undefined;
  }
}

const cases = setUps.flatMap(({ name, title, on }) =>
  Object.entries(on).map(([where, start], index) => ({ name, title, where, start, index })),
);

// a case mostly waits for scrapes
describe.skipIf(isMissing).concurrent('doctor, on the real thing, says of', () => {
  test.for(cases)(
    '$title ($where) what docs/engines.md has',
    async ({ name, start, index }, { expect, onTestFinished }) => {
      const undo: Undo = [];
      onTestFinished(() => stopAll(undo));
      const findings = await examine(await start(createEnvironment(undo)));
      const golden = join(import.meta.dirname, '..', '..', goldenDirectory, `${name}.md`);
      // all engines of a set-up give the same result
      if (index === 0) await expect(writeFindings(findings)).toMatchFileSnapshot(golden);
      else expect(writeFindings(findings)).toBe(await readFile(golden, 'utf8'));
    },
  );
});

test.skipIf(isMissing)(
  'a native histogram shows how long each run took',
  async ({ onTestFinished }) => {
    const undo: Undo = [];
    onTestFinished(() => stopAll(undo));
    const config = configure(await startNativeRead(createEnvironment(undo)));
    const durations = await withConfig(config, ({ prometheus }) =>
      readDurations(prometheus, config),
    );
    expect(durations.length).toBeGreaterThan(5);
    expect(new Set(durations)).toEqual(new Set(['6 to 6']));
  },
);

async function readDurations(prometheus: Prometheus, { fleet }: Config): Promise<string[]> {
  const keeper = createHistoryKeeper(prometheus, fleet);
  await keeper.update({ from: wholeMinute(), to: wholeMinute() });
  const job = { seriesName: 'sync', intervalSeconds: 300 };
  const durations = keeper.histories[0]?.findFacts(job).durations ?? [];
  return durations.map(({ low, high }) => `${low} to ${high}`);
}

type Undo = (() => Promise<void>)[];

async function stopAll(undo: Undo): Promise<void> {
  for (const stop of undo.reverse()) await stop();
}

function createEnvironment(undo: Undo): Environment {
  if (three === undefined || victoria === undefined || debian === undefined) {
    throw new Error('an engine is missing');
  }
  const binaries = { prometheus: join(three, 'prometheus'), promtool: join(three, 'promtool') };
  return {
    ...{ two, three: binaries, victoria, debian },
    keep: async running => {
      const kept = await running;
      undo.push(kept.stop);
      return kept;
    },
  };
}

function configure({ url, more = '' }: Examination): Config {
  const text = `prometheus: { url: "${url}" }\njobs:\n  ${jobLines.join('\n  ')}\n${more}`;
  return parseConfig(text, { file: 'test.yaml', baseDirectory: '/', readFile: () => '' });
}

const wholeMinute = () => Math.floor(Date.now() / 60_000) * 60;

async function examine(scene: Examination): Promise<readonly Finding[]> {
  const { clock = 0, at } = scene;
  const config = configure(scene);
  const now = () => Date.now() / 1000 + clock;
  return withConfig(config, async ({ prometheus }) => {
    if (scene.isLive === true) await expectSameLabels(prometheus);
    const { fleet } = config;
    return (await diagnose({ prometheus, fleet, now }, at ?? wholeMinute())).findings;
  });
}

const ofJobs = '{__name__=~"job.+|up"}';

/** The past was written with the labels that are scraped now. */
async function expectSameLabels(client: Prometheus): Promise<void> {
  const list = async (from: number, to: number) => {
    const { series } = await client.samples(ofJobs, { from, to });
    return series.map(({ labels }) => JSON.stringify(Object.entries(labels).toSorted())).toSorted();
  };
  const now = Date.now() / 1000;
  const past = await list(now - 3600, now - 1800);
  let present: readonly string[] = [];
  const isScraped = async () => {
    present = await list(Date.now() / 1000 - 3, Date.now() / 1000);
    return present.length >= past.length;
  };
  await waitFor(isScraped, () => 'for as many series as the past has');
  expect(present).toEqual(past);
}

/** Each finding in a paragraph; what differs from run to run is left out. */
function writeFindings(findings: readonly Finding[]): string {
  const told = findings.filter(({ code }) => code !== 'staleness-loose');
  if (told.length === 0) return 'Nothing is wrong.\n';
  const paragraphs = told.map(({ level, code, what, advice, lines = [] }) => {
    const pasted = lines.map(line => ` \`${line.trim()}\``).join('');
    return `${level} \`${code}\`: ${what} ${advice}${pasted}`
      .replaceAll(/127\.0\.0\.1:\d+/g, 'host:port')
      .replace(/\b2 h \d+ s\b/, '2 h');
  });
  return `${paragraphs.join('\n')}\n`;
}
