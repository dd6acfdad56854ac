import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { configJsonSchema, type JsonSchema } from '../../lib/config/json-schema.ts';
import { formatPresets, formatReference, listKeys } from '../../scripts/docs/config-reference.ts';
import { parse } from './parse.ts';

const read = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');
const schema = configJsonSchema();

function unknownKeys(
  value: unknown,
  { properties, additionalProperties, anyOf = [] }: JsonSchema,
  path = '',
): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const form = anyOf.find(branch => branch.type === 'object');
  if (form !== undefined) return unknownKeys(value, form, path);
  return Object.entries(value).flatMap(([key, inner]) => {
    const known =
      properties?.[key] ?? (additionalProperties === false ? undefined : additionalProperties);
    return known === undefined ? [`${path}${key}`] : unknownKeys(inner, known, `${path}${key}.`);
  });
}

it('jobwatch.schema.json is what `npm run docs` writes', () => {
  expect(JSON.parse(read('jobwatch.schema.json'))).toEqual(schema);
});

it('the tables in docs/config.md are what `npm run docs` writes', () => {
  expect(read('docs/config.md')).toContain(`\n\n${formatReference(schema)}\n`);
  expect(read('docs/config.md')).toContain(`\n\n${formatPresets()}\n`);
});

it('the schema knows every key of the example configuration', () => {
  expect(unknownKeys(parseYaml(read('jobwatch.yaml')), schema)).toEqual([]);
  expect(unknownKeys({ prometheus: { uri: '' } }, schema)).toEqual(['prometheus.uri']);
});

it('the examples in docs/config.md parse', () => {
  const examples = [...read('docs/config.md').matchAll(/```yaml\n(.*?)```/gs)].map(
    ([, text]) => text ?? '',
  );
  expect(examples).toHaveLength(5);
  for (const text of examples) expect(parse(text).fleet.jobs.length).toBeGreaterThan(0);
});

it('every key has a meaning and a type', () => {
  const rows = formatReference(schema).split('\n').slice(2, -1);
  expect(rows).toHaveLength(listKeys(schema).length);
  for (const row of rows) expect(row).toMatch(/^\| `[^`]+` \| [^|]+ \| [^|]* \| [A-Z][^|]+\. \|$/);
});

it('only lib/config uses the schema library, and its types do not', () => {
  expect(read('lib/config/config.ts')).not.toMatch(/from 'zod'/);
  expect(read('lib/config/error.ts')).not.toMatch(/import /);
});
