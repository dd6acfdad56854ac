import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { notifierFunctionName } from '../lib/cloudwatch/names.ts';
import { findPrometheus } from '../lib/simulator/binary.ts';
import { buildBenchBundle, buildDeployedBundles } from './bundles.ts';
import { digestMeasuredCode } from './code.ts';
import { baselineName, measureColdStarts } from './cold-start.ts';
import { measureCommands } from './commands.ts';
import { serveFleet } from './data.ts';
import {
  createMeasuredConfig,
  createScheduledEvent,
  historyEnd,
  measuredFleets,
  nameFleet,
} from './fleet.ts';
import { replaceFigures } from './page.ts';
import { publish, readPublished } from './published.ts';
import { type FleetResult, measureFleet } from './round.ts';
import { startSink } from './sink.ts';
import {
  formatColdStarts,
  formatCommands,
  formatDays,
  formatRounds,
  formatTraffic,
} from './tables.ts';

// npm run bench [-- --jobs 6,490,1000,10000,pods,monthly --rounds 20 --starts 15 --json FILE]
// --publish writes what was measured to docs/performance.json and docs/performance.md.
// JOBWATCH_RIC: index.mjs of an installed aws-lambda-ric, for cold starts under the real client.

const { values } = parseArgs({
  options: {
    jobs: { type: 'string', default: measuredFleets.map(nameFleet).join(',') },
    rounds: { type: 'string', default: '20' },
    starts: { type: 'string', default: '15' },
    json: { type: 'string' },
    publish: { type: 'boolean', default: false },
  },
});

/** The first synth after a change builds the bundles; the median ignores it. */
const commandRuns = 3;

const wanted = new Set(values.jobs.split(','));
const fleets = measuredFleets.filter(fleet => wanted.has(nameFleet(fleet)));
const ownClient = [join(await buildBenchBundle('runtime-client.ts'), 'index.mjs')];
const realClient = process.env.JOBWATCH_RIC;

const machine = await describeMachine();
const { bundles, coldStarts } = await measureStarts();
const code = await digestMeasuredCode();
const results: Record<string, FleetResult> = {};
for (const fleet of fleets) {
  const setup = { bundles, client: ownClient, rounds: Number(values.rounds), progress };
  results[nameFleet(fleet)] = await measureFleet(fleet, setup);
}
const rounds = Object.values(results).flatMap(result => result.rounds);
const days = Object.values(results).map(({ day }) => day);
progress('');

const loadAfter = loadavg()[0]?.toFixed(2);
const facts = Object.entries({ ...machine, loadAfter }).map(([name, fact]) => `${name}: ${fact}`);
progress('the commands');
const commands = measureCommands(commandRuns);
progress('');
const tables = [
  formatRounds(rounds),
  formatTraffic(rounds),
  formatDays(days),
  formatColdStarts(coldStarts),
  formatCommands(commands),
];
process.stdout.write(`${facts.join('\n')}\n\n${tables.join('\n\n')}\n`);
keep({ machine: { ...machine, loadAfter }, code, coldStarts, rounds, days, commands });
if (values.json !== undefined) {
  const usual = rounds.filter(({ kind }) => kind === 'usual');
  const content = { rounds: usual, others: rounds.filter(({ kind }) => kind !== 'usual'), days };
  writeFileSync(values.json, `${JSON.stringify(content, undefined, 2)}\n`);
}
if (values.publish) {
  const { date = '', processors, memory, node, prometheus, loadBefore: load } = machine;
  const origin = {
    date,
    machine: `${processors} with a load of ${load}, ${memory}, Node ${node}, Prometheus ${prometheus}`,
  };
  const measured = Object.entries(results).map(([name, result]) => [
    name,
    { ...origin, code, ...result },
  ]);
  publish({ fleets: Object.fromEntries(measured), coldStarts, commands });
  const page = join(import.meta.dirname, '..', 'docs', 'performance.md');
  writeFileSync(page, replaceFigures(readFileSync(page, 'utf8'), readPublished()));
}

async function describeMachine(): Promise<Record<string, string | undefined>> {
  const { prometheus } = await findPrometheus({ progress });
  const version = execFileSync(prometheus, ['--version'], { encoding: 'utf8' });
  const processors = cpus();
  return {
    date: new Date().toISOString(),
    processor: `${processors.length} x ${processors[0]?.model}`,
    processors: `${processors.length} processors`,
    memory: `${Math.round(totalmem() / 1e9)} GB`,
    node: process.version,
    prometheus: /version (\S+)/.exec(version)?.[1],
    runtimeClient: realClient === undefined ? "the bench's own" : 'aws-lambda-ric',
    loadBefore: loadavg()[0]?.toFixed(2),
  };
}

/** Measures cold starts against a Prometheus with six jobs, which the first invocation queries. */
async function measureStarts() {
  const [smallest] = measuredFleets;
  if (smallest === undefined) throw new Error('no fleet is measured');
  const served = await serveFleet(smallest, progress);
  const sink = await startSink();
  try {
    progress('bundling as for a deployment');
    const config = createMeasuredConfig(smallest, served.url);
    const bundles = new Map(buildDeployedBundles(config));
    // it does not query Prometheus, and needs a queue and a table
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

function keep(found: object): void {
  const directory = join(import.meta.dirname, 'results');
  mkdirSync(directory, { recursive: true });
  const name = new Date().toISOString().replace(/[:.]/g, '-');
  writeFileSync(join(directory, `${name}.json`), `${JSON.stringify(found, undefined, 2)}\n`);
}
