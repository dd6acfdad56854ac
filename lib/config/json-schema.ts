import { z } from 'zod';
import { configSchema } from './schema.ts';

/** The parts of JSON Schema that this configuration needs. */
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

/** Creates the JSON Schema (draft 2020-12) for editors. It does not contain all relations. */
export function configJsonSchema(): JsonSchema {
  const schema = z.toJSONSchema(configSchema, { io: 'input', target: 'draft-2020-12' });
  return {
    ...(schema as JsonSchema),
    title: 'Jobwatch configuration',
    description: 'Which periodic jobs to watch, where Prometheus is, and who is notified.',
  };
}
