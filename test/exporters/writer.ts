import type { Exposition, Run } from './exposition.ts';

/** Writes a job's runs as an exporter does, and names the job. */
export type Writer = Readonly<{
  name: (kind: string) => string;
  write: (exposition: Exposition, kind: string, runs: readonly Run[]) => void;
}>;

export const exporterTarget = { job: 'exporter', instance: 'exporter:9090' };
