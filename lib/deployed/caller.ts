import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';

/** Credentials as the SDK finds them: environment, profile, single sign-on, role. */
type CallerCredentials = Readonly<{
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
  expiration?: Date;
}>;

/**
 * Reads the default credentials of this machine, and reads them again before they expire. Throws
 * the SDK's error.
 */
export function createCredentialReader(region: string): () => Promise<CallerCredentials> {
  const { config } = new STSClient({ region });
  return () => config.credentials();
}

/** The account of the default credentials, twelve digits. Throws the SDK's error. */
export async function findAccountId(region: string): Promise<string> {
  const client = new STSClient({ region });
  try {
    const { Account = '' } = await client.send(new GetCallerIdentityCommand({}));
    return Account;
  } finally {
    client.destroy();
  }
}
