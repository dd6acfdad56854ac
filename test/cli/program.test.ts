import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

test('--version prints the version of the package', () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

  expect(jobwatch('--version')).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' });
});

test('a verb that does not exist is rejected with status 2', () => {
  const { status, stdout, stderr } = jobwatch('chek');

  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(/unknown command 'chek'\n\(Did you mean check\?\)/);
});

test('every verb has a help and a version with status 0', () => {
  for (const verb of ['check', 'backtest', 'explain', 'demo', 'cost', 'mail']) {
    expect(jobwatch(verb, '--help')).toMatchObject({ status: 0, stderr: '' });
    expect(jobwatch(verb, '--version')).toEqual(jobwatch('--version'));
  }
});

test('a reader that stops reading is not an error', async () => {
  const child = spawn(process.execPath, ['bin/jobwatch.ts', 'mail']);
  child.stdout.destroy();
  let stderr = '';
  child.stderr.on('data', text => {
    stderr += text;
  });
  const [status] = await once(child, 'close');

  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});

function jobwatch(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['bin/jobwatch.ts', ...args], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}
