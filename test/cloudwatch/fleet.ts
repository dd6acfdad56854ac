import { parseConfig } from '../../lib/config/load.ts';
import type { Fleet } from '../../lib/model/job.ts';

/** A fleet of these jobs, YAML lines that are indented by two spaces. */
export function createFleet(jobs: string): Fleet {
  const text = `service: clipper\nprometheus: { url: "http://localhost:9090" }\njobs:${jobs}`;
  return parseConfig(text, { file: 'test', baseDirectory: '/', readFile: () => '' }).fleet;
}
