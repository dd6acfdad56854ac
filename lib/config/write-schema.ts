import { readFileSync, writeFileSync } from 'node:fs';
import { configJsonSchema } from './json-schema.ts';
import { replaceReference } from './reference.ts';

// Writes the JSON Schema for editors and the tables of docs/config.md. `npm run schema` runs it.
const top = new URL('../../', import.meta.url);
const schema = configJsonSchema();
writeFileSync(new URL('jobwatch.schema.json', top), `${JSON.stringify(schema, null, 2)}\n`);

const page = new URL('docs/config.md', top);
writeFileSync(page, replaceReference(readFileSync(page, 'utf8'), schema));
