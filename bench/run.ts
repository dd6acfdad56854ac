import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { notifierFunctionName } from '../lib/cloudwatch/names.ts';
import { findPrometheus } from '../lib/simulator/binary.ts';
import { buildBenchBundle, buildDeployedBundles } from './bundles.ts';
import { baselineName, measureColdStarts } from './cold-start.ts';
import { measureCommands } from './commands.ts';
import { serveFleet } from './data.ts';
import { createMeasuredConfig, createScheduledEvent, fleetSizes, historyEnd } from './fleet.ts';
import type { RoundResult } from './measured.ts';
import { measureFleet } from './round.ts';
import { startSink } from './sink.ts';
import { formatColdStarts, formatCommands, formatRounds, formatTraffic } from './tables.ts';

// npm run bench [-- --jobs 6,490,1000,10000 --rounds 20 --starts 15 --json FILE]
// JOBWATCH_RIC: index.mjs of an installed aws-lambda-ric, for cold starts under the real client.

const { values } = parseArgs({
  options: {
    jobs: { type: 'string', default: fleetSizes.map(({ jobs }) => jobs).join(',') },
    rounds: { type: 'string', default: '20' },
    starts: { type: 'string', default: '15' },
    json: { type: 'string' },
  },
});

/** The first synth after a change builds the bundles; the median leaves it out. */
const commandRuns = 3;

const wanted = new Set(values.jobs.split(',').map(Number));
const sizes = fleetSizes.filter(({ jobs }) => wanted.has(jobs));
const ownClient = [join(await buildBenchBundle('runtime-client.ts'), 'index.mjs')];
const realClient = process.env.JOBWATCH_RIC;

const machine = await describeMachine();
const { bundles, coldStarts } = await measureStarts();
const rounds: RoundResult[] = [];
for (const size of sizes) {
  const setup = { bundles, client: ownClient, rounds: Number(values.rounds), progress };
  rounds.push(...(await measureFleet(size, setup)));
}
progress('');

const loadAfter = loadavg()[0]?.toFixed(2);
const facts = Object.entries({ ...machine, loadAfter }).map(([name, fact]) => `${name}: ${fact}`);
progress('the commands at the prompt');
const commands = measureCommands(commandRuns);
progress('');
const tables = [
  formatRounds(rounds),
  formatTraffic(rounds),
  formatColdStarts(coldStarts),
  formatCommands(commands),
];
process.stdout.write(`${facts.join('\n')}\n\n${tables.join('\n\n')}\n`);
keep({ machine: { ...machine, loadAfter }, coldStarts, rounds, commands });
if (values.json !== undefined) {
  writeFileSync(values.json, `${JSON.stringify({ rounds }, undefined, 2)}\n`);
}

async function describeMachine(): Promise<Record<string, string | undefined>> {
  const { prometheus } = await findPrometheus({ progress });
  const version = execFileSync(prometheus, ['--version'], { encoding: 'utf8' });
  const processors = cpus();
  return {
    date: new Date().toISOString(),
    processor: `${processors.length} x ${processors[0]?.model}`,
    memory: `${Math.round(totalmem() / 1e9)} GB`,
    node: process.version,
    prometheus: /version (\S+)/.exec(version)?.[1],
    runtimeClient: realClient === undefined ? "the bench's own" : 'aws-lambda-ric',
    loadBefore: loadavg()[0]?.toFixed(2),
  };
}

/** Measures cold starts against a Prometheus with six jobs, which the first invocation queries. */
async function measureStarts() {
  const [smallest] = fleetSizes;
  if (smallest === undefined) throw new Error('no fleet is measured');
  const served = await serveFleet(smallest, progress);
  const sink = await startSink();
  try {
    progress('bundling as for a deployment');
    const config = createMeasuredConfig(smallest.jobs, served.url);
    const bundles = new Map(buildDeployedBundles(config));
    // it asks no Prometheus, and needs a queue and a table
    bundles.delete(notifierFunctionName(config.service));
    const coldStarts = await measureColdStarts({
      bundles,
      client: realClient === undefined ? ownClient : [realClient],
      starts: Number(values.starts),
      eventFor: name => (name === baselineName ? { url: served.url } : createEvent(name)),
      environment: { AWS_ENDPOINT_URL_CLOUDWATCH: sink.url },
      progress,
    });
    return { bundles, coldStarts };
  } finally {
    await Promise.all([served.stop(), sink.close()]);
  }
}

function createEvent(name: string): unknown {
  return name.startsWith('customWidget') ? { panel: 6 } : createScheduledEvent(historyEnd);
}

/** Shows progress on one line of a terminal, and nothing elsewhere. */
function progress(message: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${message}`);
}

function keep(results: object): void {
  const directory = join(import.meta.dirname, 'results');
  mkdirSync(directory, { recursive: true });
  const name = new Date().toISOString().replace(/[:.]/g, '-');
  writeFileSync(join(directory, `${name}.json`), `${JSON.stringify(results, undefined, 2)}\n`);
}
