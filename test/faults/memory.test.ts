import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startLambda } from '../lambda.ts';
import { type RecordingCloudWatch, startRecordingCloudWatch } from '../recording-cloudwatch.ts';
import { makeBundle } from '../soak/bundles.ts';
import { type HostileAnswer, hostileAnswers, startHostileServer } from './hostile.ts';

/** What the function has; Lambda ends a process that takes more. */
const functionMegabytes = 256;

/** As Lambda starts Node in a function of this size: the heap gets nine tenths of it. */
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

// Linux alone says how much a process has ever taken
test.runIf(process.platform === 'linux').each(names)(
  'the judge keeps within its memory, and says why it knows nothing, against %s',
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
