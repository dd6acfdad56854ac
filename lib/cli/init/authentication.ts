import type { ConfigObject } from '../../config/schema.ts';
import { CliError } from '../cli-error.ts';

/** Options for how to query Prometheus. Secrets are given by the name of an environment variable only. */
export type AuthOptions = Readonly<{
  bearerEnv?: string | undefined;
  username?: string | undefined;
  passwordEnv?: string | undefined;
  /** ARN of an Amazon Managed Prometheus workspace. */
  workspaceArn?: string | undefined;
  /** Tenant of Mimir, Cortex or Grafana Cloud. */
  tenant?: string | undefined;
}>;

/** The `prometheus` section of a configuration, as far as the options say. */
export type PrometheusLines = Pick<ConfigObject['prometheus'], 'url' | 'auth' | 'headers'>;

/** Finds the account of this machine's credentials. */
type FindAccount = (region: string) => Promise<string>;

/**
 * The configuration of this Prometheus. A workspace of Amazon's is known by its URL, except for its
 * account, which is that of the credentials. Throws `CliError` for options that exclude each other.
 */
export async function describePrometheus(
  given: string,
  options: AuthOptions,
  findAccount: FindAccount,
): Promise<PrometheusLines> {
  const url = given.replace(/\/api\/v1(\/query)?\/?$/, '');
  const headers =
    options.tenant === undefined ? {} : { headers: { 'X-Scope-OrgID': options.tenant } };
  const auth = readAuth(options) ?? (await findWorkspace(url, findAccount));
  return { url, ...(auth === undefined ? {} : { auth }), ...headers };
}

type Auth = NonNullable<PrometheusLines['auth']>;

function readAuth({
  bearerEnv,
  username,
  passwordEnv,
  workspaceArn,
}: AuthOptions): Auth | undefined {
  if ((username === undefined) !== (passwordEnv === undefined)) {
    const [there, missing] = username === undefined ? pair.toReversed() : pair;
    throw new CliError('bad-argument', `${there}: found without ${missing}, expected both`);
  }
  const given = Object.entries({
    '--bearer-env': bearerEnv,
    '--username': username,
    '--workspace-arn': workspaceArn,
  }).flatMap(([option, value]) => (value === undefined ? [] : [option]));
  if (given.length > 1) {
    const message = `${given[1]}: found together with ${given[0]}, expected one way to authenticate`;
    throw new CliError('bad-argument', message);
  }
  if (bearerEnv !== undefined) return { bearerEnv };
  if (username !== undefined) return { username, passwordEnv };
  if (workspaceArn === undefined) return undefined;
  return { sigv4: { region: workspaceArn.split(':')[3] ?? '', workspaceArn } };
}

const pair = ['--username', '--password-env'] as const;

/** The host and path of a workspace's endpoint, as Amazon documents them. */
const workspace =
  /^https:\/\/aps-workspaces\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?\/workspaces\/([\w-]+)/;

async function findWorkspace(url: string, findAccount: FindAccount): Promise<Auth | undefined> {
  const [, region, id] = workspace.exec(url) ?? [];
  if (region === undefined) return undefined;
  const account = await findAccount(region).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const message = `--workspace-arn: found nothing, expected the ARN of ${id}, because AWS does not say whose credentials these are: ${reason}`;
    throw new CliError('bad-argument', message, { cause });
  });
  const partition = /^(cn|us-gov)-/.exec(region);
  const suffix = partition === null ? '' : `-${partition[1]}`;
  const workspaceArn = `arn:aws${suffix}:aps:${region}:${account}:workspace/${id}`;
  return { sigv4: { region, workspaceArn } };
}
