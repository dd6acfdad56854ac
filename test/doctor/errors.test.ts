import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withConfig } from '../../lib/cli/session.ts';
import { diagnose } from '../../lib/doctor/diagnosis.ts';
import { PrometheusError } from '../../lib/prometheus/errors.ts';
import {
  ask,
  brief,
  end,
  makeConfig,
  makeJob,
  makeScenario,
  play,
  startHistories,
} from './histories.ts';

const jobs = ['a: { interval: 5m, queue: false, items: false }'];
const { url } = await startHistories({ plain: play(makeScenario([makeJob('a', 5)], 10)) });

type Answer = (method: string) => readonly [status: number, body: string];

const stops: (() => void)[] = [];

async function serve(answer: Answer, identity?: Readonly<{ key: string; cert: string }>) {
  const listener: Parameters<typeof createServer>[1] = (request, response) => {
    const [status, body] = answer(request.method ?? '');
    response.writeHead(status).end(body);
  };
  const server =
    identity === undefined ? createServer(listener) : createTlsServer(identity, listener);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  stops.push(() => server.close());
  return (server.address() as AddressInfo).port;
}

const time = JSON.stringify({
  status: 'success',
  data: { resultType: 'scalar', result: [1, '1'] },
});

let directory: string;
let identity: Readonly<{ key: string; cert: string }>;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'jobwatch-tls-'));
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
  identity = { key: await readFile(key, 'utf8'), cert: await readFile(cert, 'utf8') };
});

afterAll(async () => {
  for (const stop of stops) stop();
  await rm(directory, { recursive: true });
});

async function examineAt(address: string) {
  const { findings, isKnown } = await ask({ url: address, jobs });
  expect(isKnown).toBe(false);
  expect(brief(findings)).toEqual(['error prometheus-unavailable']);
  return findings[0];
}

test('a Prometheus that is away is one finding', async () => {
  const finding = await examineAt('http://127.0.0.1:9');
  expect(finding?.advice).toBe('Check prometheus.url, and that the network allows the connection.');
});

test('doctor says where to correct the credentials if Prometheus rejects them', async () => {
  const port = await serve(() => [401, 'no']);
  const finding = await examineAt(`http://127.0.0.1:${port}`);
  expect(finding?.advice).toBe('Correct prometheus.auth: its kind, or the secret that it names.');
});

test('doctor explains https to a port without TLS', async () => {
  const port = await serve(() => [200, '']);
  const finding = await examineAt(`https://127.0.0.1:${port}`);
  expect(finding?.what).toBe('The server at prometheus.url does not speak TLS.');
  expect(finding?.advice).toBe('Use http:// in prometheus.url, or the port that serves TLS.');
});

test('doctor explains http to a port with TLS', async () => {
  const port = await serve(() => [400, 'Client sent an HTTP request to an HTTPS server.\n']);
  const finding = await examineAt(`http://127.0.0.1:${port}`);
  expect(finding?.what).toBe('The server at prometheus.url only speaks TLS.');
});

test('doctor explains a certificate of an unknown authority', async () => {
  const port = await serve(() => [200, time], identity);
  const finding = await examineAt(`https://localhost:${port}`);
  expect(finding?.what).toBe(
    'The certificate of Prometheus comes from an authority that is not trusted here.',
  );
});

test('doctor reports a gateway that rejects POST once, and nothing else', async () => {
  const port = await serve(method => (method === 'POST' ? [405, 'no'] : [200, time]));
  const finding = await examineAt(`http://127.0.0.1:${port}`);
  expect(finding?.what).toBe('A proxy in front of Prometheus rejects POST (HTTP 405).');
});

test('doctor reports a missing tenant, with the header to set', async () => {
  const port = await serve(() => [401, 'no org id']);
  const finding = await examineAt(`http://127.0.0.1:${port}`);
  expect(finding?.advice).toContain('X-Scope-OrgID');
});

test('doctor quotes what Prometheus cannot read, and says what to correct', async () => {
  const error =
    'invalid parameter "query": 1:69: parse error: error parsing regexp: missing closing ): `^(?:()$`';
  const refusal = { status: 'error', errorType: 'bad_data', error };
  const port = await serve(() => [400, JSON.stringify(refusal)]);
  const finding = await examineAt(`http://127.0.0.1:${port}`);
  expect(finding?.what).toContain('missing closing ): `^(?:()$`');
  expect(finding?.advice).toContain('Correct the selector');
});

test.each([
  ['too-expensive', 'warning'],
  ['bad-query', 'error'],
] as const)(
  'a question that fails as %s is a finding of its own, of level %s',
  async (code, level) => {
    const error = new PrometheusError({ code, problem: 'Prometheus said no' });
    const config = makeConfig({ url, jobs });
    const now = () => Date.now() / 1000;
    const { findings, isKnown } = await withConfig(config, ({ prometheus }) => {
      const samples: typeof prometheus.samples = (selector, span) =>
        selector.includes('last_success')
          ? Promise.reject(error)
          : prometheus.samples(selector, span);
      return diagnose({ prometheus: { ...prometheus, samples }, fleet: config.fleet, now }, end);
    });
    expect(isKnown).toBe(true);
    expect(brief(findings)).toEqual([`${level} query-failed`]);
    expect(findings[0]?.what).toBe(
      'Prometheus did not answer queries about "staleness of application". Prometheus said no',
    );
  },
);
