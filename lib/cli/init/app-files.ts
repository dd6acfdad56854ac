import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A file of the CDK app that `init` writes. It is JavaScript, so that every Node version runs it. */
const appFile = 'jobwatch-app.mjs';

const app = `// The CDK app that deploys what jobwatch.yaml describes: "npx cdk deploy".
// To add Jobwatch to a stack of your own instead, see docs/construct.md of the package.
import { App } from 'aws-cdk-lib';
import { JobwatchStack, loadConfig } from 'jobwatch';

// CDK's own check of the templates takes longer than everything else; deploying checks them anyway.
const app = new App({ builtinCloudFormationValidation: false });
const file = app.node.tryGetContext('config') ?? 'jobwatch.yaml';
new JobwatchStack(app, { config: await loadConfig(file) });
app.synth();
`;

const settings = { app: `node ${appFile}`, versionReporting: false };

/**
 * Writes `cdk.json` and its app into a directory that has no `cdk.json`, and returns the names of
 * the files written. It overwrites nothing.
 */
export async function writeAppFiles(directory: string): Promise<string[]> {
  if (existsSync(join(directory, 'cdk.json'))) return [];
  const files = { [appFile]: app, 'cdk.json': `${JSON.stringify(settings, null, 2)}\n` };
  const written: string[] = [];
  for (const [name, text] of Object.entries(files)) {
    if (await writeNew(join(directory, name), text)) written.push(name);
  }
  return written;
}

/** The app of a clone of Jobwatch. */
const cloneApp = 'node bin/app.ts';

/** Whether the CDK app of a directory deploys the configuration that `-c config=` names. */
export async function takesConfig(directory: string): Promise<boolean> {
  const text = await readFile(join(directory, 'cdk.json'), 'utf8').catch(() => '');
  return [settings.app, cloneApp].some(known => text.includes(`"app": ${JSON.stringify(known)}`));
}

/** Writes a file that does not exist. Returns false if it does. */
export async function writeNew(file: string, text: string): Promise<boolean> {
  try {
    await writeFile(file, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}
