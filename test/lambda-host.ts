// The inside of startLambda: imports the bundle once, then answers one event a line.
// Events come in and answers go out on descriptor 3; standard output stays the handler's own log.
import { randomUUID } from 'node:crypto';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

type Handler = (event: unknown, context: unknown) => unknown;

const timeoutMs = Number(process.argv[2]);
const name = process.env.AWS_LAMBDA_FUNCTION_NAME ?? '';
let initMs: number | undefined;
let handler: Handler | undefined;

const channel = new Socket({ fd: 3 });
for await (const line of createInterface({ input: channel })) {
  const answer = await answerTo(JSON.parse(line));
  endLog();
  channel.write(`${JSON.stringify(answer)}\n`);
}

async function answerTo(event: unknown): Promise<unknown> {
  const cold = handler === undefined;
  let started = performance.now();
  try {
    handler ??= await load();
    if (cold) {
      initMs = performance.now() - started;
      started = performance.now();
    }
    const result = await handler(event, context());
    return { result, durationMs: performance.now() - started, ...(cold ? { initMs } : {}) };
  } catch (error) {
    return { error: described(error), durationMs: performance.now() - started };
  }
}

async function load(): Promise<Handler> {
  const file = join(process.env.LAMBDA_TASK_ROOT ?? '.', 'index.mjs');
  const module = (await import(pathToFileURL(file).href)) as { handler?: Handler };
  if (typeof module.handler !== 'function') throw new Error(`${file} exports no handler`);
  return module.handler;
}

function context(): unknown {
  const deadline = Date.now() + timeoutMs;
  return {
    awsRequestId: randomUUID(),
    callbackWaitsForEmptyEventLoop: true,
    functionName: name,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:${process.env.AWS_REGION}:123456789012:function:${name}`,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
}

function described(error: unknown): unknown {
  if (!(error instanceof Error)) return { name: typeof error, message: String(error) };
  return { name: error.name, message: error.message, stack: error.stack };
}

/**
 * Both streams end each invocation's log with a NUL, because pipes keep no order between each
 * other.
 */
function endLog(): void {
  for (const stream of [process.stdout, process.stderr]) stream.write('\0');
}
