import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { basename } from 'node:path';

/** A successful invocation, as the Runtime API measures it. */
export type Invocation = Readonly<{ milliseconds: number; result: string }>;

/** An execution environment: a process with its own Runtime API. */
export type Environment = Readonly<{
  pid: number;
  /** Time from the process's start to its first request for an event. */
  initMilliseconds: number;
  invoke: (event: unknown) => Promise<Invocation>;
  stop: () => Promise<void>;
}>;

type EnvironmentOptions = Readonly<{
  /** Directory of index.mjs, which exports `handler`. */
  directory: string;
  /** Node's parameters before the handler's name: the runtime client. */
  client: readonly string[];
  memoryMegabytes?: number;
  environment?: Readonly<Record<string, string>>;
}>;

type Waiting = Readonly<{ event: string; resolve: (result: string) => void; reject: Reject }>;

type Reject = (reason: Error) => void;

type RuntimeState = {
  /** Answers the open request for the next event. */
  next: ((event: string) => void) | undefined;
  first: () => void;
  current: Waiting | undefined;
};

/** Starts a process as Lambda does, and waits for its first request for an event. */
export async function startEnvironment(options: EnvironmentOptions): Promise<Environment> {
  const ready = Promise.withResolvers<void>();
  const state: RuntimeState = { next: undefined, first: ready.resolve, current: undefined };
  const server = createServer((request, response) => {
    answer(request, response, state).catch(error => response.destroy(error));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const started = performance.now();
  const child = launch(options, server);
  const ended = once(child, 'exit').then(([code]) => {
    const error = new Error(`The process of ${basename(options.directory)} ended: ${code}`);
    ready.reject(error);
    state.current?.reject(error);
  });
  await ready.promise;
  const initMilliseconds = performance.now() - started;
  return {
    pid: child.pid ?? 0,
    initMilliseconds,
    invoke: event => invoke(state, event),
    stop: async () => {
      child.kill('SIGKILL');
      await ended;
      server.close();
    },
  };
}

/** Starts Node with Lambda's flags: 5 % and 90 % of the memory for the two parts of the heap. */
function launch(options: EnvironmentOptions, server: Server): ChildProcess {
  const { directory, client, memoryMegabytes = 256, environment = {} } = options;
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  const heap = [
    `--max-semi-space-size=${Math.floor(memoryMegabytes * 0.05)}`,
    `--max-old-space-size=${Math.floor(memoryMegabytes * 0.9)}`,
  ];
  return spawn(process.execPath, [...heap, ...client, 'index.handler'], {
    cwd: directory,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      PATH: process.env.PATH,
      TZ: ':UTC',
      AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${address.port}`,
      LAMBDA_TASK_ROOT: directory,
      _HANDLER: 'index.handler',
      AWS_LAMBDA_FUNCTION_NAME: 'bench',
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMegabytes),
      AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/bench',
      AWS_LAMBDA_LOG_STREAM_NAME: 'bench',
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      ...environment,
    },
  });
}

async function answer(request: IncomingMessage, response: ServerResponse, state: RuntimeState) {
  const body = await readText(request);
  const path = request.url ?? '';
  if (path.endsWith('/invocation/next')) {
    state.next = event => {
      response.writeHead(200, eventHeaders()).end(event);
    };
    state.first();
    return;
  }
  response.writeHead(202).end();
  const { current } = state;
  state.current = undefined;
  if (path.endsWith('/response')) current?.resolve(body);
  else current?.reject(new Error(`the handler failed: ${body}`));
}

let served = 0;

function eventHeaders(): Record<string, string> {
  served += 1;
  return {
    'content-type': 'application/json',
    'lambda-runtime-aws-request-id': `00000000-0000-4000-8000-${String(served).padStart(12, '0')}`,
    'lambda-runtime-deadline-ms': String(Date.now() + 300_000),
    'lambda-runtime-invoked-function-arn': 'arn:aws:lambda:us-east-1:123456789012:function:bench',
  };
}

/** Invokes the function. The process usually requests its next event before there is one. */
async function invoke(state: RuntimeState, event: unknown): Promise<Invocation> {
  while (state.next === undefined) await new Promise(resolve => setTimeout(resolve, 1));
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const text = JSON.stringify(event);
  state.current = { event: text, resolve, reject };
  const started = performance.now();
  state.next(text);
  state.next = undefined;
  const result = await promise;
  return { milliseconds: performance.now() - started, result };
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
