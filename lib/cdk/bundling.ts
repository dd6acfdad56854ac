import { createHash } from 'node:crypto';
import { mkdtempSync, renameSync, rmdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type BundlingOptions, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { Auth, Config } from '../config/config.ts';

/** The clone's own directory: entries and the lock file stand in it. */
export const projectRoot = join(import.meta.dirname, '..', '..');

/** undici's HTTP parser for processors without SIMD, which Lambda has none of: 72 kB. */
const plainParser = '*/llhttp-wasm.js';

/**
 * How a function's code becomes `index.mjs`, with the configuration beside it as `config.json`.
 * The output depends on nothing but code and configuration, and so do the names of the assets.
 */
export function bundlingOf(config: Config): BundlingOptions {
  const configFile = writeConfig(config);
  return {
    format: OutputFormat.ESM,
    target: 'node24',
    minify: true,
    mainFields: ['module', 'main'],
    bundleAwsSDK: true,
    // undici is CommonJS: in a module, its require of Node's own parts needs this
    banner: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);",
    externalModules: [...unusedClients(config.connection.auth), plainParser],
    // errors are told by code and message; a map would be larger than the code
    sourceMap: false,
    // undici's word for a build without its second, experimental HTTP parser: 165 kB
    define: { esbuildDetection: 'true' },
    esbuildArgs: { '--alias:undici': join(projectRoot, 'lib', 'stack', 'undici-agent.js') },
    commandHooks: {
      beforeBundling: () => [],
      beforeInstall: () => [],
      afterBundling: (_, output) => [`cp "${configFile}" "${join(output, 'config.json')}"`],
    },
  };
}

/**
 * The place follows from the content, as the copy's command line is part of what CDK hashes; it is
 * written aside and renamed, so that two synths at once do not meet.
 */
function writeConfig(config: Config): string {
  const text = JSON.stringify(config);
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 16);
  const file = join(tmpdir(), `jobwatch-config-${digest}.json`);
  const written = join(mkdtempSync(join(tmpdir(), 'jobwatch-synth-')), 'config.json');
  writeFileSync(written, text);
  renameSync(written, file);
  rmdirSync(dirname(written));
  return file;
}

/** Clients of secret stores that this configuration does not name: their import never runs. */
function unusedClients(auth: Auth): string[] {
  const secret = 'password' in auth ? auth.password : 'token' in auth ? auth.token : {};
  return [
    ...('secretArn' in secret ? [] : ['@aws-sdk/client-secrets-manager']),
    ...('parameterArn' in secret ? [] : ['@aws-sdk/client-ssm']),
  ];
}
