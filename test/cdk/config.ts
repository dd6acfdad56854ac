import type { Config } from '../../lib/config/config.ts';
import { parseConfig } from '../../lib/config/load.ts';

/** A configuration from YAML text; `jobs` and `prometheus` are added unless the text has them. */
export function createConfig(text = ''): Config {
  const lines = [
    ...(/^service:/m.test(text) ? [] : ['service: clipper']),
    ...(/^prometheus:/m.test(text)
      ? []
      : ['prometheus: { url: "http://prometheus.internal:9090" }']),
    ...(/^jobs:/m.test(text) ? [] : ['jobs: { clip_sync: { interval: 15m } }']),
    text,
  ];
  return parseConfig(lines.join('\n'), {
    file: 'test.yaml',
    baseDirectory: '/',
    readFile: () => '',
  });
}
