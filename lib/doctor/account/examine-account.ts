import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { Config } from '../../config/config.ts';
import type { AccountReport } from './account-report.ts';
import { CredentialsRefusedError, isNamed } from './attempt-calls.ts';

/** Examines what is deployed, with the default credentials and region; `now` in Unix seconds. */
export async function examineAccount(config: Config, now: number): Promise<AccountReport> {
  const region = await regionOrReason();
  if ('reason' in region) return { findings: [], notChecked: region.reason };
  // most of what follows is for accounts only, and loads slowly
  const { readAccount } = await import('./read-account.ts');
  const { findAccountProblems } = await import('./account-findings.ts');
  try {
    const evidence = await readAccount(config, { region: region.name, now });
    return { findings: findAccountProblems(config, evidence), notChecked: undefined };
  } catch (error) {
    if (!(error instanceof CredentialsRefusedError)) throw error;
    return { findings: [], notChecked: `AWS does not accept the credentials (${error.message})` };
  }
}

async function regionOrReason(): Promise<{ name: string } | { reason: string }> {
  const client = new CloudWatchClient({});
  try {
    await client.config.credentials();
    return { name: await client.config.region() };
  } catch (error) {
    if (isNamed(error, /^(CredentialsProviderError|TokenProviderError)$/)) {
      return { reason: 'no AWS credentials' };
    }
    if (error instanceof Error && /region/i.test(error.message)) return { reason: 'no AWS region' };
    throw error;
  } finally {
    client.destroy();
  }
}
