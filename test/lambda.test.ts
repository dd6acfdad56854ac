import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { invoke, startLambda } from './lambda.ts';

const directories: string[] = [];

async function bundle(source: string): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'jobwatch-bundle-'));
  directories.push(directory);
  await writeFile(join(directory, 'index.mjs'), source);
  return directory;
}

afterEach(async () => {
  for (const directory of directories.splice(0)) await rm(directory, { recursive: true });
});

test("the local Lambda runs a handler with its event, its context and Lambda's environment", async () => {
  const bundleDirectory = await bundle(`
    console.log('cold');
    export const handler = async (event, context) => {
      console.log('asked', event.at);
      return [event.at, context.functionName, process.env.AWS_LAMBDA_FUNCTION_NAME, process.env.EXTRA,
        process.env.LAMBDA_TASK_ROOT, context.getRemainingTimeInMillis() > 1000];
    };`);
  const environment = { EXTRA: 'given' };
  const ran = await invoke({
    bundleDirectory,
    environment,
    functionName: 'check',
    event: { at: 'noon' },
  });
  expect(ran.result).toEqual(['noon', 'check', 'check', 'given', bundleDirectory, true]);
  expect(ran.log).toEqual(['cold', 'asked noon']);
  expect(ran.initMs).toBeGreaterThan(0);
});

test('the process stays warm between invocations, and each invocation has its own log', async () => {
  const bundleDirectory = await bundle(
    'let runs = 0; export const handler = async () => { console.log("run", ++runs); return runs; };',
  );
  const lambda = startLambda({ bundleDirectory });
  const ran = [await lambda.invoke({}), await lambda.invoke({}), await lambda.invoke({})];
  await lambda.stop();
  expect(ran.map(one => one.result)).toEqual([1, 2, 3]);
  expect(ran.map(one => one.log)).toEqual([['run 1'], ['run 2'], ['run 3']]);
  expect(ran.map(one => one.initMs === undefined)).toEqual([false, true, true]);
});

test('an error of a handler is reported, and the process continues', async () => {
  const bundleDirectory = await bundle(
    'export const handler = async event => { if (event.bad) throw new TypeError("no answer"); return "fine"; };',
  );
  const lambda = startLambda({ bundleDirectory });
  expect((await lambda.invoke({ bad: true })).error).toMatchObject({
    name: 'TypeError',
    message: 'no answer',
  });
  expect((await lambda.invoke({})).result).toBe('fine');
  await lambda.stop();
});

test('a long answer is returned complete', async () => {
  const bundleDirectory = await bundle('export const handler = async () => "x".repeat(1_000_000);');
  expect((await invoke({ bundleDirectory, event: {} })).result).toHaveLength(1_000_000);
});

test('the end of the process is reported', async () => {
  const bundleDirectory = await bundle('export const handler = async () => process.exit(3);');
  expect((await invoke({ bundleDirectory, event: {} })).error?.message).toContain('exit 3');
});

test('a handler that takes longer than its timeout is ended', async () => {
  const bundleDirectory = await bundle(
    'export const handler = () => new Promise(() => setInterval(() => 0, 1e3));',
  );
  const ran = await invoke({ bundleDirectory, timeoutMs: 1_000, event: {} });
  expect(ran.error?.message).toContain('no answer in 1000 ms');
});
