import { globSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findImports, findRoom, reach, readTable, readText, sources } from './rooms.ts';

const edges = sources.flatMap(findImports);
const table = readTable();

/** Directories that a directory imports from, in the order of the table. */
function findImported(room: string): string[] {
  const targets = edges
    .filter(({ file }) => findRoom(file) === room)
    .map(({ target }) => findRoom(target));
  return [...table.keys()].filter(name => name !== room && targets.includes(name));
}

const rooms = globSync('lib/*/**/*.ts', { cwd: join(import.meta.dirname, '..') }).map(findRoom);

describe('the table of directories', () => {
  it('has every directory of lib', () => {
    expect([...table.keys()].toSorted()).toEqual([...new Set(rooms)].toSorted());
  });

  it.each([...table])('lists the imports of %s', (room, allowed) => {
    expect(findImported(room).toSorted()).toEqual(allowed.toSorted());
  });

  it('has no cycle', () => {
    const circles = [...table.keys()].filter(room => findBelow(room).has(room));
    expect(circles).toEqual([]);
  });
});

/** All directories that a directory needs, directly or indirectly. */
function findBelow(room: string): ReadonlySet<string> {
  const below = new Set(table.get(room));
  for (const name of below) for (const next of table.get(name) ?? []) below.add(next);
  return below;
}

/** Files outside their place that import a package. */
function findStrangers(packages: RegExp, places: RegExp): string[] {
  const importers = edges.filter(({ target }) => packages.test(target)).map(({ file }) => file);
  return [...new Set(importers)].filter(file => !places.test(file));
}

describe('a library is only imported in its place:', () => {
  it.each([
    ['the schema library and YAML', /^(zod|yaml)(\/|$)/, /^lib\/config\//],
    // app-files.ts contains the text of an app that `init` writes
    [
      'CDK',
      /^(aws-cdk-lib|constructs)(\/|$)/,
      /^(lib\/cdk\/|bin\/app\.ts|lib\/cli\/init\/app-files\.ts)/,
    ],
    [
      "AWS's SDK",
      /^(@aws-sdk|@smithy|@aws-crypto)\//,
      /^lib\/(cloudwatch|deployed|lambda|doctor\/account)\/|^lib\/prometheus\/(secrets-aws|sigv4|auth)\.ts/,
    ],
    ['the HTTP client', /^undici$/, /^lib\/(prometheus|notify\/channels)\//],
    ['cron', /^croner$/, /^lib\/schedule\//],
    ['the reader of arguments', /^commander$/, /^lib\/cli\//],
    ['the charts of the page', /^uplot/, /^lib\/preview\/page\//],
  ])('%s', (_, packages, places) => {
    expect(findStrangers(packages, places)).toEqual([]);
  });

  it('PromQL, among the sources: panels only quote the original’s', () => {
    const promql =
      /_over_time\(|\b(increase|rate|count|group|sum|max)( by \(.*\))? ?\((\$\{|\w+\{)/;
    const strangers = sources.filter(file => promql.test(readText(file)));
    const places = /^lib\/(sources|panels|notify\/examples)\//;
    expect(strangers.filter(file => !places.test(file))).toEqual([]);
  });
});

describe('each function', () => {
  const entries = sources.filter(file => file.startsWith('functions/'));

  it('is the judge, the notifier or the widget', () => {
    expect(entries).toEqual(['functions/judge.ts', 'functions/notify.ts', 'functions/widget.ts']);
  });

  it.each(entries)('%s reaches neither CDK nor the schema library nor YAML', entry => {
    const heavy = /^(aws-cdk-lib|constructs|zod|yaml|commander)(\/|$)/;
    expect([...reach(entry)].filter(target => heavy.test(target))).toEqual([]);
  });

  it.each(entries)('%s contains no logic', entry => {
    expect(readText(entry).split('\n').length).toBeLessThanOrEqual(8);
  });
});

describe('each verb', () => {
  const verbs = sources.filter(file => file.startsWith('lib/cli/verbs/'));
  // these sign requests to Prometheus, if the configuration says so
  const signing = ['lib/deployed/caller.ts', 'lib/prometheus/sigv4.ts'];
  const speaksToAws = (file: string) =>
    !signing.includes(file) &&
    findImports(file).some(
      ({ target, isTypeOnly }) => !isTypeOnly && /^(@aws-sdk|@smithy)\//.test(target),
    );

  it('does not use the account, except doctor, preview, status and the verbs for mutes', () => {
    const found = verbs.filter(verb => [...reach(verb)].some(speaksToAws));
    expect(found.map(file => file.replace(/^.*\/|\.ts$/g, ''))).toEqual([
      ...['doctor', 'mute', 'preview', 'status', 'unmute'],
    ]);
  });
});

describe('the house rules', () => {
  const root = join(import.meta.dirname, '..');
  const all = [...sources, ...globSync('{test,bench}/**/*.ts', { cwd: root })];
  const countLines = (file: string) => readText(file).split('\n').length - 1;

  it('no file is longer than 300 lines', () => {
    expect(all.filter(file => countLines(file) > 300)).toEqual([]);
  });

  it('the median file has at most 80 lines', () => {
    const lengths = sources.map(countLines).sort((a, b) => a - b);
    expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThanOrEqual(80);
  });

  it('nothing is exported by default or by a star', () => {
    expect(all.filter(file => /^export (default|\*)/m.test(readText(file)))).toEqual([]);
  });

  it('no file is called utils, helpers or common', () => {
    expect(all.filter(file => /(^|\/)(utils?|helpers?|common)(\.|\/)/.test(file))).toEqual([]);
  });

  it('every exported name is used in another file', () => {
    const files = [...all, ...globSync('{scripts,bin}/**/*.{ts,mjs}', { cwd: root })];
    const words = new Map(files.map(file => [file, new Set(readText(file).match(/\w+/g))]));
    const users = new Map<string, number>();
    for (const word of [...words.values()].flatMap(set => [...set]))
      users.set(word, (users.get(word) ?? 0) + 1);
    const exported =
      /^export (?:declare |abstract |async )*(?:function\*?|class|interface|type|const) (\w+)/gm;
    const unused = all.flatMap(file =>
      [...readText(file).matchAll(exported)].flatMap(([, name = '']) =>
        users.get(name) === 1 ? [`${file} ${name}`] : [],
      ),
    );
    expect(unused).toEqual([]);
  });

  it('no function is named after its result, as in "thingOf"', () => {
    const named = /^export (?:async )?function \w+Of\(|^export const \w+Of = \(/m;
    expect(sources.filter(file => named.test(readText(file)))).toEqual([]);
  });
});
