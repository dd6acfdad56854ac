import { globSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { buildSync } from 'esbuild';

/**
 * Only quick tests that start nothing, because each of several thousand mutants runs the tests that
 * reach it.
 */
const included = ['test/{checks,history,schedule}/*.test.ts', 'test/alarms/evaluate*.test.ts'];

/** These run whole days of applications, or compare with a search minute by minute. */
const excluded = [
  'test/history/{cold-equals-warm,kept-long,causality,ledger}.test.ts',
  'test/{checks,history,schedule}/*.properties.test.ts',
];

/** Loads a test file and all its imports from the project, again for each bundle. */
type Load = () => unknown;

/** The test files of one evaluation of the project's code, by their paths from the root. */
export type Loaders = Readonly<Record<string, Load>>;

/**
 * The quick tests and the code that they test as one script. Each call evaluates it again, so that
 * a mutant in a constant is active from the start and nothing remains from another mutant. `vitest`
 * is what the tests import under that name; other packages are loaded once.
 */
export function bundleTests(root: string): (vitest: object) => Loaders {
  const files = globSync(included, { cwd: root, exclude: excluded }).sort();
  const lines = files.map(file => `'${file}': () => require('./${file}'),`);
  const built = buildSync({
    stdin: { contents: `module.exports = {\n${lines.join('\n')}\n};`, resolveDir: root },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    packages: 'external',
    logOverride: { 'empty-import-meta': 'silent' },
    write: false,
  });
  const text = built.outputFiles[0]?.text ?? '';
  const script = new Script(`(function (require, module) {${text}\n})`, { filename: 'tests.cjs' });
  const requirePackage = createRequire(join(root, 'package.json'));
  return vitest => {
    const module: { exports: Loaders } = { exports: {} };
    const requireAny = (name: string) => (name === 'vitest' ? vitest : requirePackage(name));
    script.runInThisContext()(requireAny, module);
    return module.exports;
  };
}
