import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { createProgramOptions } from '../../scripts/build/program-options.ts';
import { root } from './installed.ts';

const read = (file: string) => readFileSync(join(root, file), 'utf8');
const manifest = JSON.parse(read('package.json'));

const { metafile, outputFiles } = await build({
  ...createProgramOptions('/nowhere'),
  write: false,
  metafile: true,
});

test('all packages that the programs import are installed, and no others', () => {
  const imports = Object.values(metafile?.inputs ?? {}).flatMap(input => input.imports);
  const packages = imports
    .filter(({ external, path }) => external === true && /^[@\w]/.test(path))
    .map(({ path }) => /^(@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? '')
    .filter(name => !name.startsWith('node:'));
  const wanted = { ...manifest.dependencies, ...manifest.peerDependencies };
  expect([...new Set(packages)].toSorted()).toEqual(Object.keys(wanted).toSorted());
});

test('the programs use nothing that Node 20 lacks', () => {
  const newer =
    /\b(Map\.groupBy|Object\.groupBy|Promise\.withResolvers|Promise\.try|Array\.fromAsync|URL\.parse|RegExp\.escape|Iterator\.from|Error\.isError|Math\.f16round|globSync|Symbol\.(async)?[dD]ispose)\b|\.(isSubsetOf|isSupersetOf|isDisjointFrom|symmetricDifference)\(|\.(values|keys|entries)\(\)\s*\.(map|filter|take|drop|flatMap|reduce|toArray|forEach|some|every|find)\(/;
  const found = (outputFiles ?? []).flatMap(({ text }) => newer.exec(text)?.[0] ?? []);
  expect(found).toEqual([]);
});

type Locked = Readonly<{
  version?: string;
  resolved?: string;
  integrity?: string;
  link?: boolean;
  inBundle?: boolean;
  hasInstallScript?: boolean;
}>;

const listLocked = (file: string) => Object.entries<Locked>(JSON.parse(read(file)).packages);
const locked = listLocked('package-lock.json');
const everything = [...locked, ...listLocked('scripts/mutation/package-lock.json')];
const isOurs = ([path, { link }]: (typeof locked)[number]) =>
  link === true || !path.includes('node_modules/');

test('everything in a lock file that runs has an integrity hash, its own or that of its bundle', () => {
  const loose = everything.filter(
    entry => !isOurs(entry) && entry[1].integrity === undefined && entry[1].inBundle !== true,
  );
  expect(loose.map(([path]) => path)).toEqual([]);
});

test('no script of a dependency runs during installation', () => {
  const scripted = locked.filter(([, { hasInstallScript }]) => hasInstallScript);
  const names = scripted.map(([path]) => path.replace(/^.*node_modules\//, ''));
  expect(manifest.allowScripts).toEqual(Object.fromEntries(names.map(name => [name, false])));
});

test('the Node of the build is in the lock file, with the same version as the types', () => {
  const own = locked.filter(([path]) => /\/node-(bin-)?(linux|darwin|win)-/.test(path));
  expect(own.map(([, { version = '' }]) => version.split('.')[0])).toEqual(
    own.map(() => manifest.devDependencies['@types/node'].replace(/^\^(\d+).*/, '$1')),
  );
  expect(process.execPath).toContain(`node_modules`);
});

test('no lock file contains the address of a registry', () => {
  const hosts = everything.filter(([, { resolved = '' }]) => resolved.includes(':'));
  expect(hosts).toEqual([]);
});

test('a clone on an old Node explains that it is too old', () => {
  const text = read('scripts/check-node.mjs').replace('process.versions.node', "'18.0.0'");
  const run = () =>
    execFileSync(process.execPath, ['--input-type=module', '-e', text], { stdio: 'pipe' });
  expect(run).toThrow(/The clone needs Node 24 and this is v/);
});
