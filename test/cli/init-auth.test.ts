import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type AuthOptions, describePrometheus } from '../../lib/cli/init/authentication.ts';
import { runInit } from '../../lib/cli/init/run-init.ts';
import { withSession } from '../../lib/cli/session.ts';
import { findAccountId } from '../../lib/deployed/caller.ts';
import { PrometheusError } from '../../lib/prometheus/errors.ts';
import { type PrometheusWithHistory, withPrometheus } from '../prometheus.ts';
import { isSigned, type SeenRequest, startGateway } from './guarded-prometheus.ts';
import { record } from './recording-screen.ts';

const end = Math.floor(Date.now() / 60_000) * 60;
const secret = 's3cret-of-a-person';
const workspaceArn = 'arn:aws:aps:eu-west-1:123456789012:workspace/ws-1a2b';

let prometheus: PrometheusWithHistory;
let directory: string;

beforeAll(async () => {
  const total = 'job_execution_total{job="app",instance="i",job_name="sync",status="success"}';
  const times = Array.from({ length: 240 }, (_, index) => end - 7200 + 30 * (index + 1));
  const lines = times.flatMap(time => [
    `up{job="app",instance="i"} 1 ${time}`,
    `${total} ${Math.floor(time / 300)} ${time}`,
  ]);
  const sorted = lines.toSorted((a, b) => Number(a > b) - Number(a < b));
  prometheus = await withPrometheus({ openMetrics: `${sorted.join('\n')}\n# EOF\n` });
});

afterAll(() => prometheus?.stop());
afterEach(() => vi.unstubAllEnvs());

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'jobwatch-init-'));
  vi.stubEnv('JOBWATCH_TEST_SECRET', secret);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', secret);
  vi.stubEnv('AWS_SESSION_TOKEN', '');
  return () => rm(directory, { recursive: true });
});

const basic = `Basic ${Buffer.from(`reader:${secret}`).toString('base64')}`;

type Case = Readonly<{
  options: AuthOptions;
  isKnown: (request: SeenRequest) => boolean;
  lines: readonly string[];
}>;

const cases: Readonly<Record<string, Case>> = {
  'a token': {
    options: { bearerEnv: 'JOBWATCH_TEST_SECRET' },
    isKnown: ({ headers }) => headers.authorization === `Bearer ${secret}`,
    lines: [
      '# For this machine only. The deployed functions read a secret: bearerSecretArn: "arn:aws:…"',
      'auth: { bearerEnv: "JOBWATCH_TEST_SECRET" }',
    ],
  },
  'user, password and tenant': {
    options: { username: 'reader', passwordEnv: 'JOBWATCH_TEST_SECRET', tenant: '7' },
    isKnown: ({ headers }) => headers.authorization === basic && headers['x-scope-orgid'] === '7',
    lines: [
      '# For this machine only. The deployed functions read a secret: passwordSecretArn: "arn:aws:…"',
      'auth: { username: "reader", passwordEnv: "JOBWATCH_TEST_SECRET" }',
      'headers: { X-Scope-OrgID: "7" }',
    ],
  },
  'a signature for Amazon Managed Prometheus': {
    options: { workspaceArn },
    isKnown: request => isSigned(request, secret),
    lines: [`auth: { sigv4: { region: "eu-west-1", workspaceArn: "${workspaceArn}" } }`],
  },
};

describe.each(Object.entries(cases))('a Prometheus that requires %s', (_what, asked) => {
  const { options, isKnown, lines } = asked;

  test('is examined, and written so that the other verbs query it in the same way', async () => {
    await using gateway = await startGateway(prometheus.url, isKnown);
    const said = await init(gateway.url, options);
    const file = join(directory, 'jobwatch.yaml');
    const text = await readFile(file, 'utf8');

    expect(said).toContain('Found 1 job');
    for (const line of lines) expect(text).toContain(`  ${line}\n`);
    expect(text + said).not.toContain(secret);
    const up = await withSession(file, session => session.prometheus.instant('up', end));
    expect(up.samples).toHaveLength(1);
  });

  test('rejects a user without credentials, and nothing is written', async () => {
    await using gateway = await startGateway(prometheus.url, isKnown);
    vi.stubEnv('JOBWATCH_TEST_SECRET', 'wrong');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'wrong');
    await expect(init(gateway.url, options)).rejects.toThrow(PrometheusError);
    await expect(init(gateway.url, {})).rejects.toThrow(PrometheusError);
    expect(gateway.seen.length).toBeGreaterThan(0);
    expect(await readdir(directory)).toEqual([]);
  });
});

test('the next steps name the secret that a deployment needs', async () => {
  const { options, isKnown } = cases['a token'] as Case;
  await using gateway = await startGateway(prometheus.url, isKnown);
  expect(await init(gateway.url, options)).toContain(
    'Put the token into AWS Secrets Manager, and name it under prometheus.auth as bearerSecretArn',
  );
});

test.each([
  [{ username: 'a' }, '--username: found without --password-env'],
  [{ passwordEnv: 'A' }, '--password-env: found without --username'],
  [{ bearerEnv: 'A', workspaceArn }, '--workspace-arn: found together with --bearer-env'],
  [{ bearerEnv: 'not a name' }, '--bearer-env: found a text of 10 characters'],
  [{ workspaceArn: 'ws-1' }, '--workspace-arn: found a text of'],
] as const)('options that do not go together are refused: %j', async (options, message) => {
  await expect(init('http://127.0.0.1:9', options)).rejects.toThrow(message);
  expect(await readdir(directory)).toEqual([]);
});

describe('the URL of a workspace, as the console shows it,', () => {
  const query = (region: string, host = 'amazonaws.com') =>
    `https://aps-workspaces.${region}.${host}/workspaces/ws-1a2b/api/v1/query`;

  test('identifies everything except the account, which is that of the credentials', async () => {
    await using sts = await startSts('<Account>123456789012</Account>');
    vi.stubEnv('AWS_ENDPOINT_URL_STS', sts.url);
    expect(await describePrometheus(query('eu-west-1'), {}, findAccountId)).toEqual({
      url: 'https://aps-workspaces.eu-west-1.amazonaws.com/workspaces/ws-1a2b',
      auth: { sigv4: { region: 'eu-west-1', workspaceArn } },
    });
    const china = await describePrometheus(
      query('cn-north-1', 'amazonaws.com.cn'),
      {},
      async () => '1',
    );
    expect(china.auth).toMatchObject({
      sigv4: { workspaceArn: 'arn:aws-cn:aps:cn-north-1:1:workspace/ws-1a2b' },
    });
  });

  test('needs the ARN if there are no credentials', async () => {
    const describing = describePrometheus(query('eu-west-1'), {}, () =>
      Promise.reject(new Error('no credentials')),
    );
    await expect(describing).rejects.toThrow(
      '--workspace-arn: found nothing, expected the ARN of ws-1a2b, because AWS does not say whose credentials these are: no credentials',
    );
  });
});

async function startSts(inner: string) {
  const server = createServer((_request, response) =>
    response
      .writeHead(200, { 'content-type': 'text/xml' })
      .end(
        `<GetCallerIdentityResponse><GetCallerIdentityResult>${inner}</GetCallerIdentityResult></GetCallerIdentityResponse>`,
      ),
  );
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const stop = async () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: stop };
}

function init(url: string, auth: AuthOptions): Promise<string> {
  const options = { url, auth, file: join(directory, 'jobwatch.yaml'), now: end };
  return record(500, screen => runInit(screen, options));
}
