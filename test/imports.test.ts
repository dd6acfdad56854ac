import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const sources = globSync('{bin,lib,functions}/**/*.ts', { cwd: root }).sort();
const all = [...sources, ...globSync('test/**/*.ts', { cwd: root }).sort()];
const texts = new Map(all.map(file => [file, readFileSync(join(root, file), 'utf8')]));

type Import = Readonly<{ file: string; target: string; typeOnly: boolean }>;

const statement =
  /^\s*(?:import|export)\s+(type\s+)?(?:[^'"();]*?\sfrom\s+)?'([^']+)'|\bimport\('([^']+)'\)/gm;

/** What a file imports; a file of the project by its path from the root. */
function importsOf(file: string): Import[] {
  return [...(texts.get(file) ?? '').matchAll(statement)].map(match => {
    const target = match[2] ?? match[3] ?? '';
    const typeOnly = match[1] !== undefined || onlyNamesTypes(match[0]);
    return { file, target: resolved(file, target), typeOnly };
  });
}

function resolved(file: string, target: string): string {
  return target.startsWith('.') ? relative(root, join(root, dirname(file), target)) : target;
}

/** `import { type A, type B } from` is erased whole. */
function onlyNamesTypes(text: string): boolean {
  const names =
    /\{([^}]*)\}/
      .exec(text)?.[1]
      ?.split(',')
      .map(name => name.trim()) ?? [];
  const named = names.filter(name => name !== '');
  return named.length > 0 && named.every(name => name.startsWith('type '));
}

const edges = sources.flatMap(importsOf);

function importersOf(pattern: RegExp): string[] {
  return [...new Set(edges.filter(({ target }) => pattern.test(target)).map(({ file }) => file))];
}

/** Everything that the code of a file needs when it runs. */
function reach(entry: string): Set<string> {
  const reached = new Set([entry]);
  for (const file of reached) {
    for (const { target, typeOnly } of importsOf(file)) if (!typeOnly) reached.add(target);
  }
  return reached;
}

describe('the rooms', () => {
  test('checks import nothing outside their room', () => {
    const outside = edges.filter(
      ({ file, target }) => file.startsWith('lib/checks/') && !target.startsWith('lib/checks/'),
    );
    expect(outside).toEqual([]);
  });

  test('only the configuration imports the schema library and YAML', () => {
    const others = importersOf(/^(zod|yaml)(\/|$)/).filter(file => !file.startsWith('lib/config/'));
    expect(others).toEqual([]);
  });

  test('CDK is imported only where constructs are', () => {
    const allowed =
      /^(lib\/stack\/|lib\/alarms\/(alarm|notifications)\.ts|lib\/panels\/dashboard\.ts|bin\/app\.ts)/;
    const others = importersOf(/^(aws-cdk-lib|constructs)(\/|$)/).filter(
      file => !allowed.test(file),
    );
    expect(others).toEqual([]);
  });

  test("AWS's SDK is imported only where AWS is spoken to", () => {
    const allowed =
      /^lib\/(desk\/aws|cloudwatch|lambda)\/|^lib\/prometheus\/(secrets-aws|sigv4|auth)\.ts/;
    const others = importersOf(/^(@aws-sdk|@smithy|@aws-crypto)\//).filter(
      file => !allowed.test(file),
    );
    expect(others).toEqual([]);
  });

  test('the desk reaches the SDK only on demand', () => {
    const now = edges.filter(
      ({ file, target, typeOnly }) =>
        file.startsWith('lib/cli/') &&
        !file.startsWith('lib/cli/aws/') &&
        !typeOnly &&
        target.startsWith('@aws-sdk/'),
    );
    expect(now).toEqual([]);
  });
});

describe('each function', () => {
  const entries = sources.filter(file => file.startsWith('functions/'));

  test('there are six', () => expect(entries).toHaveLength(6));

  test.each(entries)('%s reaches neither CDK nor the schema library nor YAML', entry => {
    const heavy = [...reach(entry)].filter(target =>
      /^(aws-cdk-lib|constructs|zod|yaml|commander)(\/|$)/.test(target),
    );
    expect(heavy).toEqual([]);
  });

  test.each(entries)('%s holds no logic', entry => {
    expect(texts.get(entry)?.split('\n').length).toBeLessThanOrEqual(8);
  });
});

describe('the house rules', () => {
  test('no file is longer than 300 lines', () => {
    const long = all.filter(file => (texts.get(file)?.split('\n').length ?? 0) > 301);
    expect(long).toEqual([]);
  });

  test('the median file has at most 80 lines', () => {
    const lengths = sources
      .map(file => texts.get(file)?.split('\n').length ?? 0)
      .sort((a, b) => a - b);
    expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThanOrEqual(81);
  });

  test('nothing is exported by default or by a star', () => {
    const loose = all.filter(file => /^export (default|\*)/m.test(texts.get(file) ?? ''));
    expect(loose).toEqual([]);
  });

  test('no file is called utils, helpers or common', () => {
    expect(all.filter(file => /(^|\/)(utils?|helpers?|common)(\.|\/)/.test(file))).toEqual([]);
  });
});
