import { parseConfig } from '../../lib/config/load.ts';
import type { Fleet } from '../../lib/model/job.ts';

/** A fleet from the `jobs` of a configuration in YAML flow style, such as `a: { interval: 5m }`. */
export function createFleet(...jobs: readonly string[]): Fleet {
  return fleetOfConfig(jobs.join('\n  '));
}

/** The same with further top-level keys. */
export function fleetOfConfig(jobs: string, more = ''): Fleet {
  const text = `prometheus: { url: "http://localhost:9090" }\njobs:\n  ${jobs}\n${more}`;
  const source = { file: 'test.yaml', baseDirectory: '/', readFile: () => '' };
  return parseConfig(text, source).fleet;
}
