import type { Config } from '../../lib/config/config.ts';
import { ConfigError } from '../../lib/config/error.ts';
import { parseConfig } from '../../lib/config/load.ts';

const certificate = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';

const files: Readonly<Record<string, string>> = {
  '/etc/jobwatch/ca.pem': certificate,
  '/etc/jobwatch/key.pem': `${certificate}-----BEGIN PRIVATE KEY-----\n`,
  '/etc/jobwatch/notes.txt': 'no certificate here',
};

/** Parses a text as if it were in /etc/jobwatch/jobwatch.yaml, beside a few PEM files. */
export function parse(text: string): Config {
  return parseConfig(text, {
    file: 'jobwatch.yaml',
    baseDirectory: '/etc/jobwatch',
    readFile: path => {
      const content = files[path];
      if (content === undefined) throw new Error(`no ${path}`);
      return content;
    },
  });
}

/** The rejection of a text; throws if it is accepted. */
export function refusal(text: string): ConfigError {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('the text was accepted');
}

/** A whole configuration with these lines for `prometheus`, in addition to its URL. */
export function withPrometheus(lines: string): string {
  return `prometheus: { url: "http://localhost:9090", ${lines} }\njobs: { a: { interval: 1m } }`;
}

/** A whole configuration with one job `a` that has these settings. */
export function withJob(settings: string): string {
  return `prometheus: { url: "http://localhost:9090" }\njobs: { a: { ${settings} } }`;
}

/** A whole configuration with these lines at its top level. */
export function withTop(lines: string): string {
  return `prometheus: { url: "http://localhost:9090" }\njobs: { a: { interval: 1m } }\n${lines}`;
}
