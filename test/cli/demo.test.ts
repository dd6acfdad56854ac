import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const program = join(import.meta.dirname, '..', '..', 'bin', 'jobwatch.ts');

/** Runs `jobwatch demo --once`, and returns what it writes to both streams in the order of time. */
async function runDemo(): Promise<Readonly<{ status: number | null; text: string }>> {
  const child = spawn(process.execPath, [program, 'demo', '--once']);
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (more: string) => {
      text += more;
    });
  }
  const status = await new Promise<number | null>(resolve => child.once('close', resolve));
  return { status, text };
}

test('the demo says what it is doing before each step that takes time, and shows all its tables', {
  timeout: 120_000,
}, async () => {
  const { status, text } = await runDemo();

  expect(status).toBe(0);
  const order = [
    'Writing 24 h of history of the six example jobs …',
    'What happened in these 24 h:',
    'Judging the last minute …',
    'Jobs at ',
    'Replaying the 24 h …',
    'Alarms from ',
  ];
  const places = order.map(line => text.indexOf(line));
  expect(places).not.toContain(-1);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(text).toContain('13 mails, ');
});

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  'the demo stops its Prometheus at %s',
  { timeout: 120_000 },
  async signal => {
    const child = spawn(process.execPath, [program, 'demo', '--port', '0']);
    const url = await new Promise<string>(resolve => {
      let text = '';
      child.stderr.setEncoding('utf8').on('data', (more: string) => {
        text += more;
        const found = /Prometheus: (\S+)/.exec(text)?.[1];
        if (found !== undefined) resolve(found);
      });
    });
    expect((await fetch(`${url}/-/ready`)).status).toBe(200);
    const ended = new Promise(resolve => child.once('close', resolve));
    child.kill(signal);
    expect(await ended).toBe(0);
    await expect(fetch(`${url}/-/ready`)).rejects.toThrow();
  },
);
