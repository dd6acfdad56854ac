import type { Auth, Connection, SecretReference } from '../config/config.ts';
import { PrometheusError } from './errors.ts';
import type { HttpRequest } from './exchange.ts';

/** Gives the headers that authenticate a request. With `refresh`, secrets are read again. */
export type Authorizer = Readonly<{
  headers: (request: HttpRequest) => Promise<Readonly<Record<string, string>>>;
  refresh: () => void;
}>;

/** Reads a secret's text. Its errors must not contain the text. */
export type ReadSecret = (reference: SecretReference) => Promise<string>;

/** Credentials for signing requests to AWS, as the SDK's providers give them. */
export type AwsCredentials = Readonly<{
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
  expiration?: Date;
}>;

/** Options of an authorizer. It gets credentials for every signature, by default from the environment. */
type AuthorizerOptions = Readonly<{
  credentials?: () => Promise<AwsCredentials>;
  /** A monotonic clock, in milliseconds. */
  monotonic?: () => number;
}>;

// Every rejected query causes a refresh, and a secret store bills each read.
const refreshMilliseconds = 60_000;

/** The authorizer of a connection. Its errors have the code `unauthorized`. */
export function authorizeWith(
  auth: Auth,
  readSecret: ReadSecret,
  options: AuthorizerOptions = {},
): Authorizer {
  if (auth.kind === 'none') return { headers: async () => ({}), refresh: () => undefined };
  if (auth.kind === 'sigv4') return createSigningAuthorizer(auth.region, options);
  const monotonic = options.monotonic ?? (() => performance.now());
  const secret = cacheSecret(() => readSecret(findSecret(auth)), monotonic);
  return {
    headers: async () => ({ authorization: formatHeader(auth, await secret.read()) }),
    refresh: secret.forget,
  };
}

/** The authorizer of a connection whose headers may also be secrets. */
export function createAuthorizer(
  { auth, headers }: Pick<Connection, 'auth' | 'headers'>,
  readSecret: ReadSecret,
  options: AuthorizerOptions = {},
): Authorizer {
  const monotonic = options.monotonic ?? (() => performance.now());
  const proof = authorizeWith(auth, readSecret, options);
  const secrets = Object.entries(headers).flatMap(([name, value]) =>
    typeof value === 'string'
      ? []
      : [{ name, secret: cacheSecret(() => readSecret(value), monotonic) }],
  );
  return {
    headers: async request => {
      const own = await Promise.all(
        secrets.map(async ({ name, secret }) => [name, await secret.read()] as const),
      );
      return { ...Object.fromEntries(own), ...(await proof.headers(request)) };
    },
    refresh: () => {
      proof.refresh();
      for (const { secret } of secrets) secret.forget();
    },
  };
}

type SecretAuth = Extract<Auth, { kind: 'basic' | 'bearer' }>;

function findSecret(auth: SecretAuth): SecretReference {
  return auth.kind === 'basic' ? auth.password : auth.token;
}

function formatHeader(auth: SecretAuth, secret: string): string {
  if (auth.kind === 'basic') {
    return `Basic ${Buffer.from(`${auth.username}:${secret}`, 'utf8').toString('base64')}`;
  }
  // Checked here, because the HTTP library's error would contain the secret.
  if (/^[\x21-\x7e]+$/.test(secret)) return `Bearer ${secret}`;
  const problem = 'The bearer token cannot be sent in a header';
  const received =
    secret === '' ? 'an empty text' : 'a text with spaces, line breaks or similar characters';
  throw new PrometheusError({ code: 'unauthorized', problem, received });
}

function cacheSecret(read: () => Promise<string>, monotonic: () => number) {
  let reading: Promise<string> | undefined;
  let forgottenAt = Number.NEGATIVE_INFINITY;
  return {
    read: async () => {
      reading ??= read();
      const current = reading;
      try {
        return await current;
      } catch (error) {
        // After an error, the next call has to read again.
        if (reading === current) reading = undefined;
        throw error;
      }
    },
    forget: () => {
      if (monotonic() - forgottenAt < refreshMilliseconds) return;
      forgottenAt = monotonic();
      reading = undefined;
    },
  };
}

// The signer's code is loaded only for connections that sign.
function createSigningAuthorizer(region: string, { credentials }: AuthorizerOptions): Authorizer {
  let sign: ReturnType<typeof import('./sigv4.ts').createSigner> | undefined;
  return {
    headers: async request => {
      const { createSigner } = await import('./sigv4.ts');
      sign ??= createSigner(region, credentials);
      return sign(request);
    },
    refresh: () => undefined,
  };
}
