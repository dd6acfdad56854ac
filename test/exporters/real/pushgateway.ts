import { freePort } from '../../prometheus/server.ts';
import type { Run } from '../exposition.ts';
import type { ExporterKind } from './exporter.ts';
import { scrapeText, startProgram, waitFor } from './processes.ts';

/** As client libraries push: a success replaces the group, a failure adds to it. */
function writePush({ start, end, outcome }: Run): Readonly<{ method: string; body: string }> {
  const length = `# TYPE my_batch_job_duration_seconds gauge\nmy_batch_job_duration_seconds ${end - start}\n`;
  if (outcome !== 'success') return { method: 'POST', body: length };
  const stamp = 'my_batch_job_last_success_unixtime';
  return { method: 'PUT', body: `${length}# TYPE ${stamp} gauge\n${stamp} ${end}\n` };
}

export const pushgateway: ExporterKind = {
  title: 'Pushgateway',
  sources: { batch: { preset: 'pushgateway' } },
  jobs: [{ source: 'batch', name: kind => `batch-${kind}`, lacks: /Fail/ }],
  start: async ({ paths, environment }) => {
    const target = `127.0.0.1:${await freePort()}`;
    const parameters = [`--web.listen-address=${target}`, '--log.level=error'];
    const program = startProgram(paths['prometheus-pushgateway'], parameters, environment);
    const isUp = () => scrapeText(target).then(Boolean, () => false);
    await waitFor(isUp, program.readOutput);
    return {
      target,
      honorLabels: true,
      stop: program.stop,
      run: async (kind, run) => {
        const url = `http://${target}/metrics/job/batch-${kind}`;
        const response = await fetch(url, writePush(run));
        if (!response.ok) throw new Error(`a push was answered ${response.status}`);
      },
    };
  },
};
