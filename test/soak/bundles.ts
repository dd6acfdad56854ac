import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { functionName } from '../../lib/cloudwatch/names.ts';
import { cdk } from '../local-aws.ts';

/**
 * Synthesizes the stack of a config (YAML text) into a directory. Gives the directory with the code
 * and the config that a deployment would upload as the judge.
 */
export async function makeBundle(directory: string, yaml: string): Promise<string> {
  const config = join(directory, 'jobwatch.yaml');
  const output = join(directory, 'cdk.out');
  await writeFile(config, yaml);
  const ran = await cdk(['synth', '-q', '-c', `config=${config}`], { environment: {}, output });
  if (ran.exitCode !== 0) throw new Error(`cdk synth failed:\n${ran.stderr}`);
  const text = await readFile(join(output, 'jobwatch-clipper.template.json'), 'utf8');
  const { Resources } = JSON.parse(text) as {
    Resources: Record<string, { Properties?: { FunctionName?: string; Code?: { S3Key: string } } }>;
  };
  const judge = Object.values(Resources).find(
    ({ Properties }) => Properties?.FunctionName === functionName('clipper'),
  );
  const asset = judge?.Properties?.Code?.S3Key.replace('.zip', '');
  return join(output, `asset.${asset}`);
}
