import type { Exposition, Labels, Run } from './exposition.ts';
import { exporterTarget as target, type Writer } from './writer.ts';

function writeObject(
  { gauge }: Exposition,
  own: Labels,
  { start, end, outcome, goneAt }: Run & Readonly<{ goneAt: number }>,
): void {
  const kept = (from: number, value: (time: number) => number) => (time: number) =>
    time >= from && time < goneAt ? value(time) : undefined;
  const isGood = outcome === 'success';
  gauge(
    'kube_job_status_start_time',
    own,
    kept(start, () => start),
  );
  gauge(
    'kube_job_status_active',
    own,
    kept(start, time => (time < end ? 1 : 0)),
  );
  gauge(
    'kube_job_status_failed',
    own,
    kept(start, time => (time >= end && !isGood ? 1 : 0)),
  );
  const condition = { ...own, condition: 'true' };
  gauge(
    isGood ? 'kube_job_complete' : 'kube_job_failed',
    condition,
    kept(end, () => 1),
  );
  if (isGood)
    gauge(
      'kube_job_status_completion_time',
      own,
      kept(end, () => end),
    );
}

export const owned: Writer = {
  name: kind => `prod/own-${kind}`,
  write: (exposition, kind, runs) => {
    for (const [index, run] of runs.entries()) {
      const own = { ...target, namespace: 'prod', job_name: `own-${kind}-${index}` };
      const goneAt = runs[index + 3]?.end ?? Number.POSITIVE_INFINITY;
      const owner = { ...own, owner_kind: 'Workflow', owner_name: `own-${kind}` };
      exposition.gauge('kube_job_owner', owner, time =>
        time >= run.start && time < goneAt ? 1 : undefined,
      );
      writeObject(exposition, own, { ...run, goneAt });
    }
  },
};

export const lone: Writer = {
  name: kind => `prod/lone-${kind}`,
  write: (exposition, kind, runs) => {
    const own = { ...target, namespace: 'prod', job_name: `lone-${kind}` };
    for (const [index, run] of runs.entries()) {
      const goneAt = runs[index + 1]?.start ?? Number.POSITIVE_INFINITY;
      writeObject(exposition, own, { ...run, goneAt });
    }
  },
};
