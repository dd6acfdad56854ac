import type { Config } from '../../lib/config/config.ts';
import { parseConfig } from '../../lib/config/load.ts';
import { startPreview } from '../../lib/preview/start-preview.ts';
import { createAuthorizer } from '../../lib/prometheus/auth.ts';
import { createPrometheus } from '../../lib/prometheus/client.ts';
import { readLocalSecret } from '../../lib/prometheus/secrets.ts';

export type Preview = Readonly<{ url: string; stop: () => Promise<void> }>;

/** A preview of one Prometheus on a free port, with a clock that a test sets; `jobs` is YAML. */
export async function openPreview(
  given: Readonly<{ url: string; jobs: string; now: () => number; spanSeconds?: number }>,
): Promise<Preview> {
  const { config, prometheus } = connect(given);
  const { now, spanSeconds = 21_600 } = given;
  const preview = await startPreview({ config, prometheus }, { port: 0, spanSeconds, now });
  return { url: preview.url, stop: () => preview.stop().then(() => prometheus.close()) };
}

function connect({ url, jobs }: Readonly<{ url: string; jobs: string }>) {
  const text = `service: clipper\nprometheus: { url: "${url}" }\njobs: ${jobs}\n`;
  const config: Config = parseConfig(text, {
    file: 'jobwatch.yaml',
    baseDirectory: '.',
    readFile: path => {
      throw new Error(`no ${path}`);
    },
  });
  const authorize = createAuthorizer(config.connection, readLocalSecret);
  return { config, prometheus: createPrometheus(config.connection, { authorize }) };
}
