import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Duplex } from 'node:stream';
import { setImmediate } from 'node:timers/promises';

const HOST = join(import.meta.dirname, 'lambda-host.ts');

interface LambdaOptions {
  /** Holds index.mjs, which exports `handler`. */
  readonly bundleDirectory: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly functionName?: string;
  /** As the function's timeout: an invocation that takes longer is an error. Default 30 s. */
  readonly timeoutMs?: number;
}

export interface Invocation {
  /** What the handler returned, as JSON; undefined if it threw. */
  readonly result?: unknown;
  readonly error?: { readonly name: string; readonly message: string; readonly stack?: string };
  /** Lines the handler wrote to standard output and error meanwhile (from the import on for the first). */
  readonly log: readonly string[];
  readonly durationMs: number;
  /** Time of the import of index.mjs, on the first invocation only (a cold start). */
  readonly initMs?: number;
}

export interface Lambda {
  /** The process id, to measure what the process needs. */
  readonly pid?: number | undefined;
  /** One at a time, as Lambda does with one execution environment. */
  invoke(event: unknown): Promise<Invocation>;
  stop(): Promise<void>;
}

interface Answer {
  readonly result?: unknown;
  readonly error?: NonNullable<Invocation['error']>;
  readonly durationMs: number;
  readonly initMs?: number;
}

/** Starts one execution environment: a Node process that keeps warm between invocations. */
export function startLambda(options: LambdaOptions): Lambda {
  const name = options.functionName ?? 'jobwatch-test';
  const timeoutMs = options.timeoutMs ?? 30_000;
  const host = spawn(process.execPath, [HOST, String(timeoutMs)], {
    cwd: resolve(options.bundleDirectory),
    env: { ...lambdaEnvironment(name, resolve(options.bundleDirectory)), ...options.environment },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const answers = createInterface({ input: host.stdio[3] as Duplex })[Symbol.asyncIterator]();
  const log = keepLines(host);
  return {
    pid: host.pid,
    invoke: event => askHost({ host, answers, log, timeoutMs }, event),
    stop: () => stopHost(host),
  };
}

/** One cold invocation. */
export async function invoke(options: LambdaOptions & { event: unknown }): Promise<Invocation> {
  const lambda = startLambda(options);
  try {
    return await lambda.invoke(options.event);
  } finally {
    await lambda.stop();
  }
}

interface Host {
  readonly host: ChildProcess;
  readonly answers: AsyncIterator<string>;
  readonly log: Log;
  readonly timeoutMs: number;
}

interface Log {
  /** Resolves once the log of an answered invocation has arrived. */
  ended(): Promise<void>;
  /** The lines of an invocation. */
  take(): readonly string[];
}

async function askHost(
  { host, answers, log, timeoutMs }: Host,
  event: unknown,
): Promise<Invocation> {
  const started = performance.now();
  (host.stdio[3] as Duplex).write(`${JSON.stringify(event)}\n`);
  const late = setTimeout(() => host.kill('SIGKILL'), timeoutMs);
  // a killed process may take its end of the channel with it
  const line = await answers.next().catch(() => ({ done: true }) as const);
  clearTimeout(late);
  if (!line.done) {
    await log.ended();
    return { ...(JSON.parse(line.value) as Answer), log: log.take() };
  }
  if (host.exitCode === null && host.signalCode === null) await once(host, 'exit');
  const how =
    host.signalCode === 'SIGKILL' ? `no answer in ${timeoutMs} ms` : `exit ${host.exitCode}`;
  return {
    error: { name: 'Runtime.ExitError', message: `The function's process ended: ${how}` },
    log: log.take(),
    durationMs: performance.now() - started,
  };
}

/** The variables that Lambda sets; nothing of the developer's own environment is passed on. */
function lambdaEnvironment(name: string, taskRoot: string): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    TZ: ':UTC',
    LANG: 'en_US.UTF-8',
    LAMBDA_TASK_ROOT: taskRoot,
    LAMBDA_RUNTIME_DIR: '/var/runtime',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'test',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_EC2_METADATA_DISABLED: 'true',
    _HANDLER: 'index.handler',
  };
}

/** The output of both streams, by invocation: the host ends each one's log with a NUL. */
function keepLines(host: ChildProcess): Log {
  const texts = [host.stdout, host.stderr].map(stream => {
    const said = { text: '' };
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      said.text += chunk;
    });
    return said;
  });
  return {
    ended: async () => {
      while (!texts.every(({ text }) => text.includes('\0'))) await setImmediate();
    },
    take: () => {
      const lines = texts.flatMap(said => {
        const [own = '', ...later] = said.text.split('\0');
        said.text = later.join('\0');
        return own.split('\n');
      });
      return lines.filter(line => line !== '');
    },
  };
}

async function stopHost(host: ChildProcess): Promise<void> {
  if (host.exitCode !== null || host.signalCode !== null) return;
  const ended = once(host, 'exit');
  host.kill('SIGKILL');
  await ended;
}
