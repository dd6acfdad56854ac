import { spawn } from 'node:child_process';

/** How a program ended, and the end of its output on both streams. */
export type ProgramEnd = Readonly<{ succeeded: boolean; output: string }>;

/** Characters kept of a program's output. Its end says what went wrong. */
const keptOutput = 2000;

/** Runs a program to its end, without a shell. A program that is not installed does not succeed. */
export function runProgram(
  command: string,
  parameters: readonly string[],
  directory?: string,
): Promise<ProgramEnd> {
  return new Promise(resolve => {
    const child = spawn(command, parameters, { cwd: directory, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (data: Buffer) => {
      output = (output + data.toString()).slice(-keptOutput);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', error => resolve({ succeeded: false, output: error.message }));
    child.on('close', code => resolve({ succeeded: code === 0, output: output.trim() }));
  });
}
