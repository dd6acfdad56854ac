import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { JobwatchStack } from '../../lib/cdk/jobwatch-stack.ts';
import type { Config } from '../../lib/config/config.ts';

export type Resource = Readonly<{
  Type: string;
  Properties: Readonly<Record<string, unknown>>;
  DependsOn?: readonly string[];
}>;

type TemplateText = Readonly<{ Resources: Readonly<Record<string, Resource>> }>;

export type Synthesized = Readonly<{
  /** Templates by file name: the stack's own and the nested ones. */
  templates: ReadonlyMap<string, TemplateText>;
  root: TemplateText;
  warnings: readonly string[];
  notes: readonly string[];
}>;

/**
 * Synthesizes a stack without bundling its functions, because each bundle takes almost a second.
 */
export function synthesize(config: Config): Synthesized {
  const app = new App({
    context: { 'aws:cdk:bundling-stacks': [] },
    builtinCloudFormationValidation: false,
  });
  const stack = new JobwatchStack(app, { config });
  const assembly = app.synth();
  const files = readdirSync(assembly.directory).filter(file => file.endsWith('.template.json'));
  const templates = new Map(
    files.map(file => {
      const text = readFileSync(join(assembly.directory, file), 'utf8');
      return [file, JSON.parse(text) as TemplateText];
    }),
  );
  const artifact = assembly.getStackByName(stack.stackName);
  const root: TemplateText = artifact.template;
  const said = (level: string) =>
    artifact.messages
      .filter(message => message.level === level)
      .map(message => String(message.entry.data));
  return { templates, root, warnings: said('warning'), notes: said('info') };
}

/** Resources of one type in all templates. */
export function findResources({ templates }: Synthesized, type: string): Resource[] {
  return [...templates.values()].flatMap(template =>
    Object.values(template.Resources).filter(resource => resource.Type === type),
  );
}
