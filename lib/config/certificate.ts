import { resolve } from 'node:path';
import type { YamlText } from './document.ts';
import type { Problem } from './error.ts';
import { formatPath, valueAt } from './path.ts';

const path = ['prometheus', 'certificateAuthority'];

type Files = Readonly<{ baseDirectory: string; readFile: (path: string) => string }>;

type Authority = Readonly<{ text: string | undefined; problems: readonly Problem[] }>;

/** Reads the PEM file of `prometheus.certificateAuthority`. Gives its text or a problem. */
export function readCertificateAuthority(yaml: YamlText, files: Files): Authority {
  const name = valueAt(yaml.value, path);
  // The schema rejects values of other types.
  if (typeof name !== 'string' || name === '' || name.includes('\0')) return nothing;
  const refuse = (found: string): Authority => ({
    text: undefined,
    problems: [{ path: formatPath(path), ...yaml.findPosition(path, 'value'), found, expected }],
  });
  const text = tryRead(resolve(files.baseDirectory, name), files);
  if (text === undefined) return refuse(`${JSON.stringify(name)}, which cannot be read`);
  // The text goes into the Lambdas' bundle.
  if (text.includes('PRIVATE KEY'))
    return refuse(`${JSON.stringify(name)}, which has a private key`);
  if (text.includes('-----BEGIN CERTIFICATE-----')) return { text, problems: [] };
  return refuse(`${JSON.stringify(name)}, which has no BEGIN CERTIFICATE`);
}

const nothing: Authority = { text: undefined, problems: [] };

const expected = 'a PEM file of certificates, relative to the configuration';

function tryRead(file: string, files: Files): string | undefined {
  try {
    return files.readFile(file);
  } catch {
    return undefined;
  }
}
