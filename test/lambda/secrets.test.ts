import { expect, test } from 'vitest';
import { createJudge } from '../../lib/lambda/judge.ts';
import { createWidgetHandler } from '../../lib/lambda/widget.ts';
import { createLiveHistory } from '../../lib/panels/live-history.ts';
import { createPanelSource } from '../../lib/panels/outcome.ts';
import { escapeText } from '../../lib/panels/render/markup.ts';
import { createAuthorizer } from '../../lib/prometheus/auth.ts';
import { createPrometheus } from '../../lib/prometheus/client.ts';
import { createConfig } from '../cdk/config.ts';
import { type Answer, type ReceivedRequest, serve } from '../prometheus/server.ts';
import { createEnvironment } from './judge-environment.ts';

const secret = 's3cr3t"T0ken';
const account = 'eu-west-1:123456789012';
const arn = `arn:aws:secretsmanager:${account}:secret:prometheus-AbCdEf`;
const proofs = {
  bearer: `auth: { bearerSecretArn: "${arn}" }`,
  basic: `auth: { username: reader, passwordParameterArn: "arn:aws:ssm:${account}:parameter/prometheus" }`,
  'header’s': `headers: { X-Api-Key: { secretArn: "${arn}" } }`,
  'tenant’s': `headers: { X-Scope-OrgID: '${secret}' }`,
} as const;

const sent = ({ headers }: ReceivedRequest) =>
  String(headers.authorization ?? headers['x-api-key'] ?? headers['x-scope-orgid']);
const unwrapped = (request: ReceivedRequest) =>
  Buffer.from(sent(request).split(' ')[1] ?? '', 'base64').toString();

/** A server or a proxy that quotes the request. */
const quoting: Readonly<Record<string, Answer>> = {
  'in a refusal': (response, _, request) => response.writeHead(401).end(sent(request)),
  'in a page': (response, _, request) => response.end(`<p>${sent(request)}</p>`),
  'in an error': (response, _, request) =>
    response
      .writeHead(400)
      .end(JSON.stringify({ status: 'error', errorType: 'bad_data', error: sent(request) })),
  'in a warning': (response, _, request) =>
    response.end(
      JSON.stringify({
        status: 'success',
        data: { resultType: 'vector', result: [] },
        warnings: [sent(request)],
      }),
    ),
  'as it is within': (response, _, request) => response.writeHead(403).end(unwrapped(request)),
};

const cases = Object.keys(proofs).flatMap(kind =>
  Object.keys(quoting).map(place => [kind, place] as const),
);

test.each(cases)('the log does not contain a %s secret that is quoted %s', async (kind, place) => {
  const log = await readLog(proofs[kind as keyof typeof proofs], quoting[place] as Answer);
  expect(log).toContain('"event":"round"');
  for (const form of [secret, JSON.stringify(secret).slice(1, -1), basicForm]) {
    expect(log).not.toContain(form);
    expect(log).not.toContain(JSON.stringify(form).slice(1, -1));
  }
});

test.each(cases)('the widget does not show a %s secret that is quoted %s', async (kind, place) => {
  await using server = await serve(quoting[place] as Answer);
  const proof = proofs[kind as keyof typeof proofs];
  const config = createConfig(`prometheus: { url: "${server.url}", ${proof} }`);
  const prometheus = createPrometheus(config.connection, {
    authorize: createAuthorizer(config.connection, async () => secret),
  });
  const live = createLiveHistory(prometheus, config.fleet);
  const source = createPanelSource(live, config.fleet, { deadlineMilliseconds: 5000 });
  const now = () => 1_790_000_000;
  const findMuted = () => Promise.reject(new Error('not asked'));
  const html = await createWidgetHandler({ source, findMuted, now })({ panel: 6 });
  await prometheus.close();
  expect(server.requests.map(sent)).not.toContain('undefined');
  for (const form of [secret, escapeText(secret), basicForm]) expect(html).not.toContain(form);
});

const basicForm = Buffer.from(`reader:${secret}`).toString('base64');

/** Everything that one round of the judge writes. */
async function readLog(proof: string, answer: Answer): Promise<string> {
  await using server = await serve(answer);
  const config = createConfig(`prometheus: { url: "${server.url}", ${proof} }`);
  const prometheus = createPrometheus(config.connection, {
    authorize: createAuthorizer(config.connection, async () => secret),
  });
  const { dependencies, lines } = createEnvironment(config, prometheus);
  await createJudge(dependencies)({ scheduledTime: '2026-11-23T10:06:00Z' });
  await prometheus.close();
  expect(server.requests.map(sent)).not.toContain('undefined');
  return lines.map(line => JSON.stringify(line)).join('\n');
}
