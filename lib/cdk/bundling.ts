import { join } from 'node:path';
import { type BundlingOptions, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { Connection } from '../config/config.ts';
import { findConnectionSecrets } from './secrets.ts';

/** The clone's own directory: it holds `functions/` and the lock file. */
export const projectRoot = join(import.meta.dirname, '..', '..');

/** undici's HTTP parser for processors without SIMD, which Lambda has none of: 72 kB. */
const plainParser = '*/llhttp-wasm.js';

/**
 * How a function's code becomes `index.mjs`, with the configuration beside it as `config.json`.
 * The output depends on code and configuration only, and the assets are named by their content.
 */
export function createBundling(connection: Connection, configFile: string): BundlingOptions {
  return {
    format: OutputFormat.ESM,
    target: 'node24',
    minify: true,
    mainFields: ['module', 'main'],
    bundleAwsSDK: true,
    // undici is CommonJS: in a module, its require of Node's own parts needs this.
    banner: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);",
    externalModules: [...findUnusedClients(connection), plainParser],
    // Errors are told by code and message; a map would be larger than the code.
    sourceMap: false,
    // Makes undici leave out its second, experimental HTTP parser: 165 kB.
    define: { esbuildDetection: 'true' },
    esbuildArgs: { '--alias:undici': join(projectRoot, 'lib', 'cdk', 'undici-agent.js') },
    commandHooks: {
      beforeBundling: () => [],
      beforeInstall: () => [],
      // Lambda runs the code as a user of its own, who must be able to read the file.
      afterBundling: (_, output) => [
        `install -m 644 "${configFile}" "${join(output, 'config.json')}"`,
      ],
    },
  };
}

/** Clients of secret stores that this configuration does not name: their import never runs. */
function findUnusedClients(connection: Connection): string[] {
  const secrets = findConnectionSecrets(connection).map(({ secret }) => secret);
  return [
    ...(secrets.some(secret => 'secretArn' in secret) ? [] : ['@aws-sdk/client-secrets-manager']),
    ...(secrets.some(secret => 'parameterArn' in secret) ? [] : ['@aws-sdk/client-ssm']),
  ];
}
