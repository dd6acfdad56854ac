import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CheckName } from '../../lib/checks/check.ts';
import { checks } from '../../lib/checks/index.ts';
import { functionName } from '../../lib/cloudwatch/names.ts';
import { cdk } from '../local-aws.ts';

/** Directories with the code and the config that a deployment would upload, by check. */
export type Bundles = Readonly<Record<CheckName, string>>;

/** Synthesizes the stack of a config (YAML text) into a directory: these are the deployed bundles. */
export async function makeBundles(directory: string, yaml: string): Promise<Bundles> {
  const config = join(directory, 'jobwatch.yaml');
  const output = join(directory, 'cdk.out');
  await writeFile(config, yaml);
  const ran = await cdk(['synth', '-q', '-c', `config=${config}`], { environment: {}, output });
  if (ran.exitCode !== 0) throw new Error(`cdk synth failed:\n${ran.stderr}`);
  const text = await readFile(join(output, 'jobwatch-clipper.template.json'), 'utf8');
  const { Resources } = JSON.parse(text) as {
    Resources: Record<string, { Properties?: { FunctionName?: string; Code?: { S3Key: string } } }>;
  };
  const directories = checks.map(({ name }) => {
    const found = Object.values(Resources).find(
      ({ Properties }) => Properties?.FunctionName === functionName('clipper', name),
    );
    const asset = found?.Properties?.Code?.S3Key.replace('.zip', '');
    return [name, join(output, `asset.${asset}`)] as const;
  });
  return Object.fromEntries(directories) as Record<CheckName, string>;
}
