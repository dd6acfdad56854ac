import { Command, CommanderError } from 'commander';
import { ConfigError } from '../config/error.ts';
import { DeployedError } from '../deployed/deployed-error.ts';
import { PreviewError } from '../preview/preview-error.ts';
import { PrometheusError } from '../prometheus/errors.ts';
import { DemoError } from '../simulator/demo-error.ts';
import { CliError } from './cli-error.ts';
import { exit, type Finish } from './verbs/options.ts';
import { summaries, type VerbName } from './verbs/summaries.ts';
import { readVersion } from './version.ts';

type AddVerb = (program: Command, finish: Finish) => void;

/** Each verb is loaded only when it is used. */
const verbs: Readonly<Record<VerbName, () => Promise<AddVerb>>> = {
  init: async () => (await import('./verbs/init.ts')).addInit,
  check: async () => (await import('./verbs/check.ts')).addCheck,
  backtest: async () => (await import('./verbs/backtest.ts')).addBacktest,
  preview: async () => (await import('./verbs/preview.ts')).addPreview,
  demo: async () => (await import('./verbs/demo.ts')).addDemo,
  explain: async () => (await import('./verbs/explain.ts')).addExplain,
  doctor: async () => (await import('./verbs/doctor.ts')).addDoctor,
  cost: async () => (await import('./verbs/cost.ts')).addCost,
  mail: async () => (await import('./verbs/mail.ts')).addMail,
  mute: async () => (await import('./verbs/mute.ts')).addMuteVerb,
  unmute: async () => (await import('./verbs/unmute.ts')).addUnmute,
  status: async () => (await import('./verbs/status.ts')).addStatus,
};

/**
 * Runs one command line (without node and the program) and returns its exit status: 0 no problem, 1
 * a breach, 2 not known. Results go to stdout, errors to stderr.
 */
export async function runCli(args: readonly string[]): Promise<number> {
  let status: number = exit.well;
  const program = await createProgram(findVerb(args), code => {
    status = code;
  });
  try {
    await program.parseAsync([...args], { from: 'user' });
    return status;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exit.well : exit.unable;
    process.stderr.write(`${formatError(error)}\n`);
    return exit.unable;
  }
}

/** `jobwatch help backtest` needs the verb too. */
function findVerb(args: readonly string[]): VerbName | undefined {
  const asked = args[0] === 'help' ? args[1] : args[0];
  return Object.keys(verbs).find((name): name is VerbName => name === asked);
}

/** The program with the verb in use, or with the names of all verbs. */
async function createProgram(verb: VerbName | undefined, finish: Finish): Promise<Command> {
  const version = await readVersion();
  const program = new Command('jobwatch')
    .description('Watches periodic background jobs through Prometheus.')
    .version(version)
    .exitOverride()
    .showHelpAfterError('(see jobwatch --help)');
  if (verb !== undefined) {
    const addVerb = await verbs[verb]();
    addVerb(program, finish);
    for (const command of program.commands) command.version(version);
    return program;
  }
  for (const [name, summary] of Object.entries(summaries)) {
    program.command(name).description(summary).usage('[options]');
  }
  return program;
}

/** The message of Jobwatch's own errors; for anything else, which is a bug, the stack. */
function formatError(error: unknown): string {
  const known = [
    ConfigError,
    PrometheusError,
    CliError,
    DemoError,
    DeployedError,
    PreviewError,
  ].some(kind => error instanceof kind);
  if (error instanceof Error) return known ? error.message : (error.stack ?? error.message);
  return String(error);
}
