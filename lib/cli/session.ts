import type { Config } from '../config/config.ts';
import { loadConfig } from '../config/load.ts';
import { type AwsCredentials, createAuthorizer } from '../prometheus/auth.ts';
import { createPrometheus, type Prometheus } from '../prometheus/client.ts';
import { readLocalSecret } from '../prometheus/secrets.ts';

/** A configuration and the Prometheus that it names, for one verb. */
export type Session = Readonly<{ config: Config; prometheus: Prometheus }>;

/** Reads the configuration and runs `work`; the connections end with it. */
export async function withSession<T>(
  configPath: string,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  return withConfig(await loadConfig(configPath), work);
}

/** The same for a configuration that is already read. */
export async function withConfig<T>(
  config: Config,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const { connection } = config;
  const credentials = readLater(connection);
  const authorize = createAuthorizer(connection, readLocalSecret, { credentials });
  const prometheus = createPrometheus(connection, { authorize });
  try {
    return await work({ config, prometheus });
  } finally {
    await prometheus.close();
  }
}

/** AWS's SDK is loaded only for a Prometheus that wants signed requests. */
function readLater({ auth }: Config['connection']): () => Promise<AwsCredentials> {
  let read: (() => Promise<AwsCredentials>) | undefined;
  return async () => {
    const { createCredentialReader } = await import('../deployed/caller.ts');
    read ??= createCredentialReader(auth.kind === 'sigv4' ? auth.region : '');
    return read();
  };
}
