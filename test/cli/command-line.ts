import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import { runCli } from '../../lib/cli/cli.ts';

export type Answered = Readonly<{ status: number; stdout: string; stderr: string }>;

/** Runs `jobwatch` with a configuration of this text, and captures its output. */
export async function runJobwatch(config: string, ...args: string[]): Promise<Answered> {
  const directory = await mkdtemp(join(tmpdir(), 'jobwatch-cli-'));
  const file = join(directory, 'jobwatch.yaml');
  await writeFile(file, config);
  const said = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map(stream =>
    vi.spyOn(process[stream], 'write').mockImplementation(text => {
      said[stream] += String(text);
      return true;
    }),
  );
  try {
    const status = await runCli([...args, '--config', file]);
    return { status, ...said };
  } finally {
    for (const spy of spies) spy.mockRestore();
    await rm(directory, { recursive: true });
  }
}
