import { isBuiltin } from 'node:module';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { createBundling } from '../../lib/cdk/bundling.ts';
import { createBuildOptions } from '../../lib/cdk/function-bundles.ts';
import type { Config } from '../../lib/config/config.ts';
import { createConfig } from './config.ts';

/** Bytes of one function's code: a cold start reads and compiles all of it. */
const mostBytes = 950_000;

const entries = ['judge', 'widget', 'notify'];

/** The notifier uses three more services of AWS; the widget draws with d3 and reads the mutes. */
const moreBytes: Readonly<Record<string, number>> = { notify: 160_000, widget: 120_000 };

const secretArn = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:prometheus-AbCdEf';
const parameterArn = 'arn:aws:ssm:eu-west-1:123456789012:parameter/prometheus';
const workspaceUrl = 'https://aps-workspaces.eu-west-1.amazonaws.com/workspaces/ws-1234';

test.each([
  ['no credentials', '{ url: "http://p:9090" }', 750_000],
  ['a secret', `{ url: "http://p:9090", auth: { bearerSecretArn: "${secretArn}" } }`, mostBytes],
  [
    'a parameter',
    `{ url: "http://p:9090", auth: { bearerParameterArn: "${parameterArn}" } }`,
    mostBytes,
  ],
  [
    'a signature',
    `{ url: "${workspaceUrl}", auth: { sigv4: { region: eu-west-1, workspaceArn: "arn:aws:aps:eu-west-1:123456789012:workspace/ws-1234" } } }`,
    mostBytes,
  ],
])('with %s, no function is larger than allowed', async (_, prometheus, limit) => {
  const sizes = await measureBundles(createConfig(`prometheus: ${prometheus}`));
  expect(Object.keys(sizes)).toHaveLength(entries.length);
  for (const [entry, { bytes }] of Object.entries(sizes)) {
    expect(bytes, entry).toBeLessThan(limit + (moreBytes[entry] ?? 0));
  }
});

test('no function contains CDK, the schema library, YAML or a second HTTP parser', async () => {
  for (const { inputs } of Object.values(await measureBundles(createConfig()))) {
    const strangers =
      /node_modules\/(aws-cdk-lib|constructs|zod|yaml|esbuild|undici\/lib\/(milo|mock))\//;
    expect(inputs.filter(input => strangers.test(input))).toEqual([]);
  }
});

test('no function loads code other than Node\u2019s own when it runs', async () => {
  const header = `headers: { X-Key: { parameterArn: "${parameterArn}" } }`;
  const both = `{ url: "http://p:9090", auth: { bearerSecretArn: "${secretArn}" }, ${header} }`;
  const bundles = await measureBundles(createConfig(`prometheus: ${both}`));
  for (const { imports } of Object.values(bundles)) {
    expect(imports.length).toBeGreaterThan(0);
    // undici's second parser is for processors without SIMD, and is left out
    const others = imports.filter(name => name !== '../llhttp/llhttp-wasm.js');
    expect(others.filter(name => !isBuiltin(name))).toEqual([]);
  }
});

type Bundle = Readonly<{
  bytes: number;
  inputs: readonly string[];
  /** Everything that is imported at run time. */
  imports: readonly string[];
}>;

/** Every function by its entry, as esbuild bundles it for the stack. */
async function measureBundles(config: Config): Promise<Record<string, Bundle>> {
  const { variant } = createBundling(config.connection, '/nowhere/config.json');
  const measured = entries.map(async (entry): Promise<[string, Bundle]> => {
    const options = createBuildOptions({ entry, variant });
    const { metafile } = await build({
      ...options,
      outfile: '/nowhere',
      write: false,
      metafile: true,
    });
    const [output] = Object.values(metafile?.outputs ?? {});
    const { bytes = 0, inputs = {}, imports = [] } = output ?? {};
    const names = imports.map(({ path }) => path);
    return [entry, { bytes, inputs: Object.keys(inputs), imports: names }];
  });
  return Object.fromEntries(await Promise.all(measured));
}
