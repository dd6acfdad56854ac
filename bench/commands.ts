import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { median } from './measured.ts';

/** How long a command takes, in seconds: the medians of several runs. */
export type CommandTime = Readonly<{ command: string; wallSeconds: number; cpuSeconds: number }>;

const root = join(import.meta.dirname, '..');

const commands = ['node bin/jobwatch.mjs --help', 'cdk synth -q --no-notices'] as const;

/** Times each command as a whole process, with the project's programs first on the PATH. */
export function measureCommands(runs: number): CommandTime[] {
  return commands.map(command => {
    const times = Array.from({ length: runs }, () => measure(command));
    return {
      command,
      wallSeconds: median(times.map(([wall]) => wall)),
      cpuSeconds: median(times.map(([, cpu]) => cpu)),
    };
  });
}

/** The shell's own `time`: wall, and the user's and the kernel's CPU together. */
function measure(command: string): readonly [wall: number, cpu: number] {
  const script = `TIMEFORMAT='%R %U %S'; time ${command} > /dev/null 2>&1`;
  const { stderr, status } = spawnSync('bash', ['-c', script], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, PATH: `${join(root, 'node_modules/.bin')}:${process.env.PATH}` },
  });
  if (status !== 0) throw new Error(`${command} ended with ${status}`);
  const [wall = 0, user = 0, system = 0] = stderr.trim().split(' ').map(Number);
  return [wall, user + system];
}
