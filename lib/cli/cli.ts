import { Command, CommanderError } from 'commander';
import { ConfigError } from '../config/error.ts';
import { PrometheusError } from '../prometheus/errors.ts';
import { DemoError } from '../simulator/demo-error.ts';
import { CliError } from './cli-error.ts';
import { exit, type Finish } from './verbs/options.ts';
import { readVersion } from './version.ts';

type AddVerb = (program: Command, finish: Finish) => void;

/** Each verb is loaded only where it is asked for, or where the help lists them all. */
const verbs: Readonly<Record<string, () => Promise<AddVerb>>> = {
  check: async () => (await import('./verbs/check.ts')).addCheck,
  backtest: async () => (await import('./verbs/backtest.ts')).addBacktest,
  preview: async () => (await import('./verbs/preview.ts')).addPreview,
  demo: async () => (await import('./verbs/demo.ts')).addDemo,
  explain: async () => (await import('./verbs/explain.ts')).addExplain,
  doctor: async () => (await import('./verbs/doctor.ts')).addDoctor,
  cost: async () => (await import('./verbs/cost.ts')).addCost,
  mail: async () => (await import('./verbs/mail.ts')).addMail,
};

/**
 * Runs one command line (without node and the program) and returns its exit status: 0 well, 1
 * something breaches, 2 the answer is not known. Answers go to stdout, errors to stderr.
 */
export async function runCli(args: readonly string[]): Promise<number> {
  let status: number = exit.well;
  const program = await createProgram(args[0], code => {
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

async function createProgram(verb: string | undefined, finish: Finish): Promise<Command> {
  const program = new Command('jobwatch')
    .description('Watches periodic background jobs through Prometheus.')
    .version(await readVersion())
    .exitOverride()
    .showHelpAfterError('(see jobwatch --help)');
  const asked = Object.entries(verbs).filter(([name]) => name === verb);
  for (const [, load] of asked.length > 0 ? asked : Object.entries(verbs)) {
    const addVerb = await load();
    addVerb(program, finish);
  }
  return program;
}

/** What went wrong, for a person: the message where it is ours, and the whole where it is a bug. */
function formatError(error: unknown): string {
  const known = [ConfigError, PrometheusError, CliError, DemoError].some(
    kind => error instanceof kind,
  );
  if (error instanceof Error) return known ? error.message : (error.stack ?? error.message);
  return String(error);
}
