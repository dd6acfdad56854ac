import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Identity } from '../prometheus/server.ts';

/** Creates a self-signed certificate for localhost. */
export async function createUntrustedIdentity(): Promise<Identity> {
  const directory = await mkdtemp(join(tmpdir(), 'jobwatch-tls-'));
  const [key, cert] = [join(directory, 'key.pem'), join(directory, 'cert.pem')];
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const name = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-days', '2'];
  await promisify(execFile)('openssl', [
    'req',
    '-x509',
    ...curve,
    ...name,
    '-keyout',
    key,
    '-out',
    cert,
  ]);
  const identity = { key: await readFile(key, 'utf8'), cert: await readFile(cert, 'utf8') };
  await rm(directory, { recursive: true });
  return identity;
}
