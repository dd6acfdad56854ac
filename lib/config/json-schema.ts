import { z } from 'zod';
import { configSchema } from './schema.ts';

/** JSON Schema as far as this configuration needs it. */
export type JsonSchema = Readonly<{
  title?: string;
  description?: string;
  type?: string;
  properties?: Readonly<Record<string, JsonSchema>>;
  required?: readonly string[];
  additionalProperties?: JsonSchema | false;
  items?: JsonSchema;
  anyOf?: readonly JsonSchema[];
  const?: unknown;
  $ref?: string;
  $defs?: Readonly<Record<string, JsonSchema>>;
  [keyword: string]: unknown;
}>;

/** The JSON Schema (draft 2020-12) of the YAML, for editors. It knows forms, not all relations. */
export function configJsonSchema(): JsonSchema {
  const schema = z.toJSONSchema(configSchema, { io: 'input', target: 'draft-2020-12' });
  return {
    ...(schema as JsonSchema),
    title: 'Jobwatch configuration',
    description: 'Which periodic jobs to watch, where Prometheus is, and who is notified.',
  };
}
