import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import type { AwsCredentials } from './auth.ts';
import { PrometheusError } from './errors.ts';
import type { HttpRequest } from './exchange.ts';

// The service name in signatures for Amazon Managed Service for Prometheus.
const service = 'aps';

/**
 * Creates a function that signs requests to Amazon Managed Prometheus and gives the headers to add.
 * Of the other headers it signs only the content type, so that a proxy may change the rest.
 */
export function createSigner(
  region: string,
  credentials: () => Promise<AwsCredentials> = readEnvironmentCredentials,
): (request: HttpRequest) => Promise<Record<string, string>> {
  const signer = new SignatureV4({ service, region, credentials, sha256: Sha256 });
  return async ({ method, url, headers, body }) => {
    const { protocol, hostname, host, pathname, searchParams } = new URL(url);
    const type = headers['content-type'];
    const { headers: signed } = await signer.sign({
      method,
      protocol,
      hostname,
      path: pathname,
      query: groupParameters(searchParams),
      headers: { host, ...(type === undefined ? {} : { 'content-type': type }) },
      body,
    });
    return Object.fromEntries(Object.entries(signed).filter(([name]) => name !== 'host'));
  };
}

function groupParameters(parameters: URLSearchParams): Record<string, string[]> {
  return Object.fromEntries([...parameters.keys()].map(key => [key, parameters.getAll(key)]));
}

// A Lambda has its credentials in the environment.
async function readEnvironmentCredentials(): Promise<AwsCredentials> {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
  if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) {
    throw new PrometheusError({
      code: 'unauthorized',
      problem: 'There are no AWS credentials to sign requests to Prometheus with',
      expected: 'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment',
    });
  }
  return {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    ...(AWS_SESSION_TOKEN ? { sessionToken: AWS_SESSION_TOKEN } : {}),
  };
}
