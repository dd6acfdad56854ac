import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { join } from 'node:path';

/** What cfn-lint found: rule (E: error, W: warning, I: information), where, and why. */
export interface Finding {
  readonly rule: string;
  readonly template: string;
  readonly path: string;
  readonly message: string;
}

/** Rules that do not count against a template, each with its reason. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  W3005: 'CDK writes a DependsOn beside a reference that already orders the two; harmless.',
};

/** Runs cfn-lint over every template of a cloud assembly, nested stacks included. */
export function lintTemplates(directory: string): readonly Finding[] {
  const templates = globSync('**/*.template.json', { cwd: directory });
  if (templates.length === 0) throw new Error(`no *.template.json in ${directory}`);
  const ignored = Object.keys(EXCEPTIONS).flatMap(rule => ['--ignore-checks', rule]);
  const paths = templates.sort().map(template => join(directory, template));
  const args = ['--format', 'json', '--regions', 'us-east-1', ...ignored, '--template', ...paths];
  const ran = spawnSync('cfn-lint', args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (ran.error)
    throw new Error("cfn-lint is not on the PATH: python3 -m pip install 'cfn-lint>=1.51'");
  if (!ran.stdout.trimStart().startsWith('[')) throw new Error(`cfn-lint failed:\n${ran.stderr}`);
  return (JSON.parse(ran.stdout) as readonly Reported[]).map(finding);
}

interface Reported {
  readonly Rule: { readonly Id: string };
  readonly Filename: string;
  readonly Message: string;
  readonly Location: { readonly Path: readonly (string | number)[] | null };
}

function finding(reported: Reported): Finding {
  return {
    rule: reported.Rule.Id,
    template: reported.Filename,
    path: (reported.Location.Path ?? []).join('/'),
    message: reported.Message,
  };
}
