import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { buildBenchBundle } from './bundles.ts';
import { median } from './measured.ts';
import { readMemoryMegabytes } from './processes.ts';
import { startEnvironment } from './runtime-api.ts';

/** A function's cold start, compared with the baseline function. */
export type ColdStart = Readonly<{
  name: string;
  bytes: number;
  initMilliseconds: number;
  /** Relative to the baseline's. */
  initRatio: number;
  megabytes: number;
  /** The first invocation after the start, which includes lazy initialization. */
  firstCallMilliseconds: number;
}>;

type ColdStartSetup = Readonly<{
  /** Directories, by function name. */
  bundles: ReadonlyMap<string, string>;
  client: readonly string[];
  /** Number of new processes per function. */
  starts: number;
  /** The event of a function. */
  eventFor: (name: string) => unknown;
  environment: Readonly<Record<string, string>>;
  progress: (message: string) => void;
}>;

export const baselineName = 'baseline';

/** Starts all functions in turn, repeatedly, so that other load on the machine affects all of them. */
export async function measureColdStarts(setup: ColdStartSetup): Promise<ColdStart[]> {
  const baseline = await buildBenchBundle('baseline.ts');
  const all = new Map([[baselineName, baseline], ...setup.bundles]);
  const inits = new Map<string, number[]>();
  const memory = new Map<string, number[]>();
  const firstCalls = new Map<string, number[]>();
  for (let start = 1; start <= setup.starts; start += 1) {
    setup.progress(`cold starts, ${start} of ${setup.starts}`);
    for (const [name, directory] of all) {
      const environment = await startEnvironment({ ...setup, directory });
      add(inits, name, environment.initMilliseconds);
      add(memory, name, readMemoryMegabytes(environment.pid).now);
      add(firstCalls, name, (await environment.invoke(setup.eventFor(name))).milliseconds);
      await environment.stop();
    }
  }
  const base = median(inits.get(baselineName) ?? []);
  return [...all].map(([name, directory]) => ({
    name,
    bytes: countCodeBytes(directory),
    initMilliseconds: median(inits.get(name) ?? []),
    initRatio: median(inits.get(name) ?? []) / base,
    megabytes: median(memory.get(name) ?? []),
    firstCallMilliseconds: median(firstCalls.get(name) ?? []),
  }));
}

/** Counts code only: the configuration's size depends on the user. */
function countCodeBytes(directory: string): number {
  const files = readdirSync(directory).filter(file => file.endsWith('.mjs'));
  return files.reduce((sum, file) => sum + statSync(join(directory, file)).size, 0);
}

function add(lists: Map<string, number[]>, name: string, value: number): void {
  lists.set(name, [...(lists.get(name) ?? []), value]);
}
