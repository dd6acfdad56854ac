import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClipperDay } from '../../lib/simulator/clipper.ts';
import { withPrometheus } from '../prometheus.ts';
import { at } from './clock.ts';
import {
  createClipperConfig,
  createLargeFleet,
  createLargeFleetConfig,
  largeFleetHours,
} from './large-fleet.ts';

/** A module that writes the process's memory and CPU time to stderr when it exits. */
const reportUsage = `data:text/javascript,process.on('exit',()=>{const u=process.resourceUsage();process.stderr.write(JSON.stringify([u.maxRSS,u.userCPUTime+u.systemCPUTime]))})`;

// Prints a table of how long `jobwatch backtest` takes as a whole process, and its memory.
const iso = (seconds: number) => new Date(seconds * 1000).toISOString();

process.stdout.write('| backtest | seconds | MB | CPU seconds |\n| --- | ---: | ---: | ---: |\n');
await measure('8 h of 150 jobs', {
  history: createLargeFleet(),
  config: createLargeFleetConfig,
  span: [at(0), at(largeFleetHours * 60)],
});
const to = at(0);
await measure('24 h of the six Clipper jobs', {
  history: createClipperDay(to).scenario,
  config: createClipperConfig,
  span: [to - 86_400, to],
});

type Case = Readonly<{
  history: Parameters<typeof withPrometheus>[0];
  config: (url: string) => object;
  span: readonly [from: number, to: number];
}>;

async function measure(title: string, { history, config, span }: Case): Promise<void> {
  const prometheus = await withPrometheus(history);
  const directory = await mkdtemp(join(tmpdir(), 'jobwatch-speed-'));
  const file = join(directory, 'jobwatch.yaml');
  await writeFile(file, JSON.stringify(config(prometheus.url)));
  const parameters = ['--config', file, '--from', iso(span[0]), '--to', iso(span[1])];
  for (let round = 1; round <= 3; round += 1) {
    const { seconds, megabytes, cpuSeconds } = await time(parameters);
    const cells = [`${title}, ${round}`, seconds.toFixed(2), megabytes, cpuSeconds.toFixed(2)];
    process.stdout.write(`| ${cells.join(' | ')} |\n`);
  }
  await prometheus.stop();
  await rm(directory, { recursive: true });
}

async function time(parameters: readonly string[]) {
  const started = performance.now();
  const program = ['--import', reportUsage, 'bin/jobwatch.ts', 'backtest', '--format', 'json'];
  const child = spawn(process.execPath, [...program, ...parameters]);
  let report = '';
  child.stderr.on('data', (data: Buffer) => {
    report += data.toString();
  });
  child.stdout.resume();
  const code = await new Promise(resolve => child.on('close', resolve));
  const seconds = (performance.now() - started) / 1000;
  if (code !== 0) throw new Error(`backtest ended with ${code}: ${report}`);
  const [kilobytes = 0, microseconds = 0]: number[] = JSON.parse(report);
  return { seconds, megabytes: Math.round(kilobytes / 1024), cpuSeconds: microseconds / 1e6 };
}
