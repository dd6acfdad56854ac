import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startLambda } from '../lambda.ts';
import { type RecordingCloudWatch, startRecordingCloudWatch } from '../recording-cloudwatch.ts';
import { makeBundle } from '../soak/bundles.ts';
import { type HostileAnswer, hostileAnswers, startHostileServer } from './hostile.ts';

/** The function's memory. Lambda kills a process that uses more. */
const functionMegabytes = 256;

/** Lambda's flags for Node in a function of this size: nine tenths for the old space. */
const heap = '--max-old-space-size=230 --max-semi-space-size=12';

const at = Date.parse('2026-11-23T12:00:00Z');
const intervals = ['1m', '15m', '1h', '3h', '6h'];

let directory: string;
let server: Awaited<ReturnType<typeof startHostileServer>>;
let cloudWatch: RecordingCloudWatch;
let bundle: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'jobwatch-memory-'));
  server = await startHostileServer();
  cloudWatch = await startRecordingCloudWatch();
  const jobs = intervals.map((interval, index) => `  job_${index}: { interval: ${interval} }`);
  const yaml = `service: clipper\nprometheus: { url: "${server.url}" }\njobs:\n${jobs.join('\n')}\n`;
  bundle = await makeBundle(directory, yaml);
});

afterAll(async () => {
  await server?.stop();
  await cloudWatch?.stop();
  await rm(directory, { recursive: true, force: true });
});

const names = Object.keys(hostileAnswers) as HostileAnswer[];

// Only Linux reports the peak memory of a process.
test.runIf(process.platform === 'linux').each(names)(
  'the judge stays within its memory when Prometheus answers with %s',
  { timeout: 120_000 },
  async name => {
    server.set(name);
    const lambda = startLambda({
      bundleDirectory: bundle,
      environment: { AWS_ENDPOINT_URL: cloudWatch.endpoint, NODE_OPTIONS: heap },
      timeoutMs: 50_000,
    });
    for (const minute of [0, 1]) {
      const scheduledTime = new Date(at + minute * 60_000).toISOString();
      const { error } = await lambda.invoke({ scheduledTime });
      expect(error).toBeUndefined();
    }
    const megabytes = await peakMegabytes(lambda.pid);
    await lambda.stop();
    console.info(`${name}: ${megabytes} MB`);
    expect(megabytes).toBeLessThan(functionMegabytes);
  },
);

async function peakMegabytes(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Math.round(Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) / 1024);
}
