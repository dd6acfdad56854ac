import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

type Started = Readonly<{ stop: () => Promise<void> }>;

/** Starts a program, and ends it with the tests at the latest. Its output is kept for errors. */
export function startProgram(
  command: string,
  parameters: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Started & Readonly<{ readOutput: () => string; isOver: () => boolean }> {
  const child = spawn(command, parameters, {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const keep = (data: Buffer) => {
    output = (output + data.toString()).slice(-2000);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  child.on('error', error => keep(Buffer.from(error.message)));
  const kill = () => child.kill('SIGTERM');
  process.once('exit', kill);
  child.once('exit', () => process.off('exit', kill));
  const isOver = () => child.exitCode !== null || child.signalCode !== null;
  return { stop: () => end(child), readOutput: () => output, isOver };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const over = new Promise<void>(resolve => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await over;
  clearTimeout(late);
}

const pollMilliseconds = 20;
const patienceMilliseconds = 15_000;

/** Waits until something is true; `what` names it in the error. */
export async function waitFor(
  isSo: () => Promise<boolean> | boolean,
  what: () => string,
): Promise<void> {
  const until = Date.now() + patienceMilliseconds;
  while (!(await isSo())) {
    if (Date.now() > until) throw new Error(`waited in vain: ${what()}`);
    await sleep(pollMilliseconds);
  }
}

/** The result of scraping `host:port`. */
export async function scrapeText(target: string): Promise<string> {
  const response = await fetch(`http://${target}/metrics`);
  if (!response.ok) throw new Error(`${target} answered ${response.status}`);
  return response.text();
}
