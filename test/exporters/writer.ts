import type { Exposition, Run } from './exposition.ts';

/** Writes a job's runs as an exporter does, and returns the job's name. */
export type Writer = Readonly<{
  name: (kind: string) => string;
  write: (exposition: Exposition, kind: string, runs: readonly Run[]) => void;
}>;

export const exporterTarget = { job: 'exporter', instance: 'exporter:9090' };
