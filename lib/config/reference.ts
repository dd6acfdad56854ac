import type { JsonSchema } from './json-schema.ts';
import { defaultMark } from './values.ts';

type Row = Readonly<{ path: string; type: string; byDefault: string; meaning: string }>;

const begin = '<!-- keys: written by `npm run schema` -->';
const end = '<!-- end of keys -->';

/** The docs page with its table of keys written anew from the schema. */
export function replaceReference(page: string, schema: JsonSchema): string {
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from === -1 || to < from) return page;
  return `${page.slice(0, from)}${begin}\n\n${formatReference(schema)}\n${page.slice(to)}`;
}

/** Every key with its type, default and meaning, as a Markdown table. */
export function formatReference(schema: JsonSchema): string {
  const rows = rowsOf(schema, '').map(
    ({ path, type, byDefault, meaning }) =>
      `| \`${path}\` | ${type} | ${byDefault} | ${meaning.replaceAll('|', '\\|')} |`,
  );
  return ['| Key | Type | Default | Meaning |', '| --- | --- | --- | --- |', ...rows, ''].join(
    '\n',
  );
}

/** Every key's path, with `<name>` where the keys are the user's own. */
export function keysOf(schema: JsonSchema): string[] {
  return rowsOf(schema, '').map(row => row.path);
}

function rowsOf(schema: JsonSchema, above: string): Row[] {
  const branches = schema.anyOf ?? [schema];
  return branches.flatMap(branch => [
    ...Object.entries(branch.properties ?? {}).flatMap(([key, value]) => {
      const path = above === '' ? key : `${above}.${key}`;
      return [rowOf(value, path, branch.required?.includes(key) ?? false), ...rowsOf(value, path)];
    }),
    ...namedRows(branch, above),
  ]);
}

/** Rows below a map whose keys are names, such as the jobs'. */
function namedRows({ additionalProperties: named }: JsonSchema, above: string): Row[] {
  return typeof named === 'object' ? rowsOf(named, `${above}.<name>`) : [];
}

function rowOf(schema: JsonSchema, path: string, isRequired: boolean): Row {
  const [meaning = '', byDefault] = (schema.description ?? '').split(defaultMark);
  const shown = byDefault?.replace(/\.$/, '');
  return {
    path,
    type: typeOf(schema),
    byDefault: isRequired ? 'required' : (shown ?? ''),
    meaning,
  };
}

function typeOf(schema: JsonSchema): string {
  if (schema.anyOf !== undefined) return [...new Set(schema.anyOf.map(typeOf))].join(' or ');
  if (schema.type === 'boolean') return 'true or false';
  if (schema.type === 'array') return `list: ${typeOf(schema.items ?? {})}`;
  return schema.type === 'object' ? 'map' : (schema.title ?? schema.type ?? '');
}
