import type { JsonSchema } from '../../lib/config/json-schema.ts';
import { defaultMark } from '../../lib/config/values.ts';
import { presets } from '../../lib/sources/presets/index.ts';
import { replacePart } from './replace-part.ts';

type Row = Readonly<{ path: string; type: string; byDefault: string; meaning: string }>;

/** Replaces a page's tables of keys and of presets. */
export function replaceReference(page: string, schema: JsonSchema): string {
  const withKeys = replacePart(page, markPart('keys'), formatReference(schema));
  return replacePart(withKeys, markPart('presets'), formatPresets());
}

function markPart(name: 'keys' | 'presets') {
  const begin = `<!-- ${name}: written by \`npm run docs\` -->`;
  return { begin, end: `<!-- end of ${name} -->` };
}

/** Formats all presets as a Markdown table: what each reads, and for which versions. */
export function formatPresets(): string {
  const rows = presets.map(
    ({ name, title, reads, versions, url }) =>
      `| \`${name}\` | [${title}](${url}) | ${reads} | ${versions} |`,
  );
  const head = ['| Preset | Exporter | What is read | Versions |', '| --- | --- | --- | --- |'];
  return [...head, ...rows, ''].join('\n');
}

/** Formats all keys as a Markdown table: type, default and meaning. */
export function formatReference(schema: JsonSchema): string {
  const rows = listRows(schema, '').map(
    ({ path, type, byDefault, meaning }) =>
      `| \`${path}\` | ${type} | ${byDefault} | ${meaning.replaceAll('|', '\\|')} |`,
  );
  return ['| Key | Type | Default | Meaning |', '| --- | --- | --- | --- |', ...rows, ''].join(
    '\n',
  );
}

/** Lists every key's path, with `<name>` for keys that the user chooses. */
export function listKeys(schema: JsonSchema): string[] {
  return listRows(schema, '').map(row => row.path);
}

/** Maps whose keys are described elsewhere on the page. */
const describedElsewhere = ['defaults', 'sources.<name>.items'];

function listRows(schema: JsonSchema, above: string): Row[] {
  if (describedElsewhere.includes(above) || schema.title === 'destination') return [];
  const branches = schema.anyOf ?? [schema];
  const rows = branches.flatMap(branch => [
    ...Object.entries(branch.properties ?? {}).flatMap(([key, value]) => {
      const path = above === '' ? key : `${above}.${key}`;
      const isRequired = branch.required?.includes(key) ?? false;
      return [describeRow(value, path, isRequired), ...listRows(value, path)];
    }),
    ...listInnerRows(branch, above),
  ]);
  return mergeRows(rows);
}

/** Lists rows below a map whose keys are names, or below the entries of a list. */
function listInnerRows({ additionalProperties: named, items }: JsonSchema, above: string): Row[] {
  return [
    ...(typeof named === 'object' ? listRows(named, `${above}.<name>`) : []),
    ...(items === undefined ? [] : listRows(items, `${above}[]`)),
  ];
}

/** Merges the rows of a key that several forms of a map have. */
function mergeRows(rows: readonly Row[]): Row[] {
  const merged = new Map<string, Row>();
  for (const row of rows) {
    const known = merged.get(row.path);
    merged.set(row.path, known === undefined ? row : joinRows(known, row));
  }
  return [...merged.values()];
}

function joinRows(a: Row, b: Row): Row {
  const hasType = a.type === b.type || a.type.split(' or ').includes(b.type);
  return {
    ...a,
    type: hasType ? a.type : `${a.type} or ${b.type}`,
    meaning: a.meaning.includes(b.meaning) ? a.meaning : `${a.meaning} Or: ${b.meaning}`,
  };
}

function describeRow(schema: JsonSchema, path: string, isRequired: boolean): Row {
  const [meaning = '', byDefault] = (schema.description ?? '').split(defaultMark);
  const shown = byDefault?.replace(/\.$/, '');
  return {
    path,
    type: describeType(schema),
    byDefault: isRequired ? 'required' : (shown ?? ''),
    meaning,
  };
}

function describeType(schema: JsonSchema): string {
  if (schema.$ref !== undefined) return schema.$ref.replace(/^.*\//, '');
  if (schema.const !== undefined) return String(schema.const);
  if (schema.title !== undefined && schema.type !== 'object') return schema.title;
  if (schema.anyOf !== undefined) return [...new Set(schema.anyOf.map(describeType))].join(' or ');
  if (schema.type === 'boolean') return 'true or false';
  if (schema.type === 'array') return `list: ${describeType(schema.items ?? {})}`;
  return schema.type === 'object' ? 'map' : (schema.type ?? '');
}
