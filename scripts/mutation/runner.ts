import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Script } from 'node:vm';
import { chai, expect } from 'vitest';
import { bundleTests, type Loaders } from './bundle.ts';
import { type CollectedTest, createCollector } from './collect.ts';

/** What Stryker's instrumented code reads and writes while it runs, in the global `__stryker__`. */
type Namespace = {
  activeMutant?: string;
  currentTestId?: string | undefined;
  mutantCoverage?: object;
  hitCount?: number;
  hitLimit?: number | undefined;
};

type TestResult = Readonly<{
  id: string;
  name: string;
  /** Stryker's numbers for a success and a failure. */
  status: 0 | 1;
  timeSpentMs: number;
  failureMessage?: string;
}>;

type MutantRun = Readonly<{
  /** In milliseconds. After that, Stryker ends the process, which takes long to start again. */
  timeout: number;
  activeMutant: Readonly<{ id: string }>;
  /**
   * Ids of the tests that reach the mutant; all tests if it is evaluated when the code is loaded.
   */
  testFilter?: readonly string[];
  hitLimit?: number;
}>;

/** `timeout` is that of a test, in whole milliseconds. */
type Options = Readonly<{
  only?: ReadonlySet<string> | undefined;
  timeout: number;
  bail?: boolean;
}>;

/** No quick test takes this long, in milliseconds, on the busiest machine. */
const longestTest = 5_000;

/**
 * Runs the quick tests in Stryker's own process. It gives Vitest's results in a fraction of the
 * time, because Vitest starts a thread and loads every package for each mutant. The plugin's types
 * are those of Stryker 10's `TestRunner`, which is not installed with the project.
 */
class InProcessRunner {
  #evaluate: (vitest: object) => Loaders = () => ({});
  #files: readonly string[] = [];
  #directory = '';

  capabilities() {
    return { reloadEnvironment: true };
  }

  async init() {
    this.#evaluate = bundleTests(process.cwd());
    this.#files = Object.keys(this.#evaluate({}));
    const findDirectory = () => this.#directory;
    // Vitest's own version needs Vitest's worker
    const match = function (this: { _obj: unknown }, file: string) {
      expect(this._obj).toBe(readFileSync(join(findDirectory(), file), 'utf8'));
    };
    chai.util.addMethod(chai.Assertion.prototype, 'toMatchFileSnapshot', match);
    createRequire(import.meta.url)('fast-check').configureGlobal({ seed: 1 });
  }

  async dryRun() {
    const mutantCoverage = { static: {}, perTest: {} };
    const tests = await this.#run({ mutantCoverage }, { timeout: 60_000 });
    return { status: 'complete', tests, mutantCoverage };
  }

  async mutantRun({ activeMutant, hitLimit, testFilter, timeout }: MutantRun) {
    const namespace: Namespace = { activeMutant: activeMutant.id, hitLimit, hitCount: 0 };
    const only = testFilter === undefined ? undefined : new Set(testFilter);
    const tests = await this.#run(namespace, {
      only,
      timeout: Math.ceil(Math.min(timeout / 2, longestTest)),
      bail: true,
    });
    if (hitLimit !== undefined && (namespace.hitCount ?? 0) > hitLimit)
      return { status: 'timeout', reason: `more than ${hitLimit} hits` };
    const failed = tests.find(({ status }) => status === 1);
    const nrOfTests = tests.length;
    if (failed === undefined) return { status: 'survived', nrOfTests };
    const { id, failureMessage = '' } = failed;
    if (failureMessage.includes('ERR_SCRIPT_EXECUTION_TIMEOUT'))
      return { status: 'timeout', reason: failureMessage };
    return { status: 'killed', killedBy: [id], failureMessage, nrOfTests };
  }

  async #run(namespace: Namespace, { only, timeout, bail }: Options) {
    Object.assign(globalThis, { __stryker__: namespace });
    const results: TestResult[] = [];
    const collector = createCollector();
    const loaders = this.#evaluate({ ...collector, expect });
    for (const file of this.#files.filter(file => holdsTest(file, only))) {
      const first = collector.tests.length;
      this.#directory = join(process.cwd(), dirname(file));
      const loading = await runTest(file, {
        name: file,
        run: () => interrupt(() => loaders[file]?.(), timeout),
      });
      const tests = loading.status === 1 ? [] : identify(file, collector.tests.slice(first));
      if (loading.status === 1) results.push(loading);
      if (bail && loading.status === 1) return results;
      for (const [id, test] of tests) {
        if (only !== undefined && !only.has(id)) continue;
        namespace.currentTestId = id;
        const result = await runTest(id, { ...test, run: () => interrupt(test.run, timeout) });
        namespace.currentTestId = undefined;
        results.push(result);
        if (bail && result.status === 1) return results;
      }
    }
    return results;
  }
}

const interruptible = new Script('__runTest__()');

/** Throws if it does not return within this many milliseconds, as in an endless loop. */
function interrupt(run: () => unknown, timeout: number): unknown {
  Object.assign(globalThis, { __runTest__: run });
  return interruptible.runInThisContext({ timeout });
}

function holdsTest(file: string, only: ReadonlySet<string> | undefined): boolean {
  return only === undefined || only.values().some(id => id.startsWith(`${file}#`));
}

/** Two tests of the same name are distinguished by their number. */
function identify(file: string, tests: readonly CollectedTest[]): [string, CollectedTest][] {
  const counts = new Map<string, number>();
  return tests.map(test => {
    const count = (counts.get(test.name) ?? 0) + 1;
    counts.set(test.name, count);
    return [`${file}#${test.name}${count === 1 ? '' : ` (${count})`}`, test];
  });
}

async function runTest(id: string, { name, run }: CollectedTest): Promise<TestResult> {
  const started = performance.now();
  const measure = () => ({ id, name, timeSpentMs: performance.now() - started });
  try {
    await run();
    return { ...measure(), status: 0 };
  } catch (error) {
    return { ...measure(), status: 1, failureMessage: describeError(error) };
  }
}

function describeError(error: unknown): string {
  return error instanceof Error && 'code' in error ? `${error.code}: ${error}` : String(error);
}

export const strykerPlugins = [
  { kind: 'TestRunner', name: 'in-process', injectableClass: InProcessRunner },
];
