import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { withConfigFile } from '../../lib/cdk/bundled-config.ts';
import { createConfig } from './config.ts';

const config = createConfig();

test('only the user who runs the synth can read the configuration while it is bundled', () => {
  const modes = withConfigFile(config, file =>
    [file, dirname(file)].map(path => statSync(path).mode & 0o777),
  );
  expect(modes).toEqual([0o600, 0o700]);
});

test('the file contains the whole configuration as JSON', () => {
  const text = withConfigFile(config, file => readFileSync(file, 'utf8'));
  expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(config)));
});

test('the file is deleted, even if the bundling fails', () => {
  let place = '';
  const fail = () =>
    withConfigFile(config, file => {
      place = file;
      throw new Error('esbuild failed');
    });
  expect(fail).toThrow('esbuild failed');
  expect(existsSync(dirname(place))).toBe(false);
});
