import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const PROJECT = join(import.meta.dirname, '..');
const EXTENSION = join(import.meta.dirname, 'integration', 'local-aws');
const START_LIMIT_MS = 30_000;

/** The account that moto knows, and the region the tests use. */
export const account = '123456789012';
export const region = 'us-east-1';

export interface LocalAws {
  readonly endpoint: string;
  /** All AWS settings a child process needs, and no others of the developer's. */
  readonly environment: Readonly<Record<string, string>>;
  /** The resources that every live stack, including nested ones, really created. */
  resources(): Promise<readonly LocalResource[]>;
  /** Lets alarms change their state at given times, and informs EventBridge's rules. */
  changeAlarms(changes: readonly AlarmChange[]): Promise<void>;
  stop(): Promise<void>;
}

/**
 * For an alarm that does not exist yet, `properties` are CloudFormation's. `at` is in Unix seconds.
 */
export type AlarmChange = Readonly<{
  name: string;
  state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
  at: number;
  value?: number | undefined;
  properties?: Readonly<Record<string, unknown>>;
}>;

interface LocalResource {
  readonly stack: string;
  readonly stackId: string;
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface Ran {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts moto with the missing CloudFormation types; throws if python3 or moto is missing. */
export async function startLocalAws(): Promise<LocalAws> {
  requireMoto();
  const port = await freePort();
  // "localhost": moto reads a template's path-style URL only if this name is in it.
  const endpoint = `http://localhost:${port}`;
  const server = spawn('python3', ['-m', 'jobwatch_moto', String(port)], {
    cwd: EXTENSION,
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1', MOTO_EC2_LOAD_DEFAULT_AMIS: 'false' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const log = collect(server.stderr);
  await untilReady(server, endpoint, log);
  return {
    endpoint,
    environment: settings(endpoint),
    resources: async () => (await (await fetch(resourcesUrl(endpoint))).json()) as LocalResource[],
    changeAlarms: changes => changeAlarms(endpoint, changes),
    stop: () => stopServer(server),
  };
}

async function changeAlarms(endpoint: string, changes: readonly AlarmChange[]): Promise<void> {
  if (changes.length === 0) return;
  const body = JSON.stringify(changes);
  const { status } = await fetch(`${endpoint}/_local/alarms`, { method: 'POST', body });
  if (status !== 204) throw new Error(`the local AWS cannot change alarms: status ${status}`);
}

/** Runs the project's own CDK CLI; assets and templates go to `output` or a directory removed after. */
export async function cdk(
  args: readonly string[],
  options: { environment: Readonly<Record<string, string>>; cwd?: string; output?: string },
): Promise<Ran> {
  const output = options.output ?? (await mkdtemp(join(tmpdir(), 'jobwatch-cdk-')));
  const program = join(PROJECT, 'node_modules', 'aws-cdk', 'bin', 'cdk');
  try {
    return await run(process.execPath, [program, ...args, '--no-notices', '--output', output], {
      cwd: options.cwd ?? PROJECT,
      env: { ...withoutAws(process.env), ...options.environment, PATH: pathWithNode() },
    });
  } finally {
    if (options.output === undefined) await rm(output, { recursive: true, force: true });
  }
}

/** Prepares the account for deployments, as `cdk bootstrap` does. */
export async function bootstrap(aws: LocalAws): Promise<void> {
  const environment = `aws://${account}/${region}`;
  const ran = await cdk(['bootstrap', environment], {
    environment: aws.environment,
    cwd: tmpdir(),
  });
  if (ran.exitCode !== 0) throw new Error(`cdk bootstrap failed:\n${ran.stderr}`);
}

/** Runs a program to its end; never throws for its exit code. */
export async function run(
  program: string,
  args: readonly string[],
  options: { cwd: string; env: NodeJS.ProcessEnv },
): Promise<Ran> {
  const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const stdout = collect(child.stdout);
  const stderr = collect(child.stderr);
  const [code] = (await once(child, 'close')) as [number | null];
  return { exitCode: code ?? -1, stdout: stdout(), stderr: stderr() };
}

function requireMoto(): void {
  const found = spawnSync('python3', [
    '-c',
    'import importlib.util as i, sys; sys.exit(any(not i.find_spec(m) for m in ["moto", "flask", "flask_cors"]))',
  ]);
  if (found.error) throw new Error('The local AWS needs python3, which is not on the PATH.');
  if (found.status !== 0) {
    throw new Error(
      `The local AWS needs moto: python3 -m pip install 'moto[server,all]==5.2.1'\n${found.stderr}`,
    );
  }
}

function settings(endpoint: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    CDK_DEFAULT_ACCOUNT: account,
    CDK_DEFAULT_REGION: region,
    CDK_DISABLE_CLI_TELEMETRY: 'true',
  };
}

function withoutAws(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const entries = Object.entries(environment);
  return Object.fromEntries(entries.filter(([name]) => !/^(AWS|CDK)_/.test(name)));
}

/** The app in cdk.json is run as `node`, which must be the Node that runs these tests. */
function pathWithNode(): string {
  return [join(PROJECT, 'node_modules', '.bin'), process.env.PATH].join(delimiter);
}

function resourcesUrl(endpoint: string): string {
  return `${endpoint}/_local/resources`;
}

async function untilReady(
  server: ChildProcess,
  endpoint: string,
  log: () => string,
): Promise<void> {
  const limit = Date.now() + START_LIMIT_MS;
  while (Date.now() < limit && server.exitCode === null) {
    const answered = await fetch(resourcesUrl(endpoint)).catch(() => undefined);
    if (answered?.ok) return;
    await sleep(50);
  }
  server.kill();
  throw new Error(`The local AWS did not start:\n${log()}`);
}

async function stopServer(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return;
  const ended = once(server, 'exit');
  server.kill('SIGKILL'); // it contains nothing worth an orderly shutdown
  await ended;
}

function collect(stream: NodeJS.ReadableStream | null): () => string {
  const chunks: string[] = [];
  stream?.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
  return () => chunks.join('');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
