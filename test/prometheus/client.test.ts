import { gzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import type { PrometheusErrorCode } from '../../lib/prometheus/errors.ts';
import { closeClients, findFault, json, openClient, refusal, vector } from './asking.ts';
import { type Answer, connectionTo, freePort, serve } from './server.ts';

afterAll(closeClients);

const samples = [{ labels: { job: 'a' }, value: 2.5 }];

const endless: Answer = response => {
  const more = () => {
    while (!response.destroyed && response.write(Buffer.alloc(16_384, '0')));
  };
  response.on('drain', more);
  response.writeHead(200);
  more();
};

const withWarning = (warning: string) => vector.replace('{', `{"warnings":["${warning}"],`);

type Fault = readonly [what: string, answer: Answer, code: PrometheusErrorCode, tries: number];

const faults: readonly Fault[] = [
  ['a reset connection', response => response.socket?.resetAndDestroy(), 'unreachable', 3],
  ['a closed connection', response => response.socket?.destroy(), 'unreachable', 3],
  ['headers that never come', () => undefined, 'timeout', 1],
  ['a body that never ends', response => response.writeHead(200).write('{'), 'timeout', 1],
  ['an endless body', endless, 'too-large', 1],
  ['401', json(401, 'who are you'), 'unauthorized', 1],
  ['403', json(403, 'no'), 'unauthorized', 1],
  ['404', json(404, '404 page not found'), 'not-found', 1],
  ['429', json(429, 'slow down'), 'rate-limited', 3],
  ['429 until after the deadline', json(429, '', { 'retry-after': '60' }), 'rate-limited', 1],
  ['500', json(500, refusal('internal', 'storage')), 'server-error', 3],
  ['502', json(502, '<html>bad gateway'), 'server-error', 3],
  ['503', json(503, 'starting'), 'server-error', 3],
  ['503 for a slow query', json(503, refusal('timeout', 'query timed out')), 'timeout', 1],
  ['504', json(504, ''), 'server-error', 3],
  ['a redirect', json(302, '', { location: 'https://sso/login?session=5' }), 'redirect', 1],
  ['a parse error', json(400, refusal('bad_data', 'parse error: exceed')), 'bad-query', 1],
  [
    'too many points',
    json(400, refusal('bad_data', 'exceeded maximum resolution')),
    'too-expensive',
    1,
  ],
  [
    'too many samples',
    json(422, refusal('execution', 'query processing would load too many samples')),
    'too-expensive',
    1,
  ],
  ['a duplicate series', json(422, refusal('execution', 'found duplicate series')), 'bad-query', 1],
  [
    'a store that is gone',
    json(422, refusal('execution', 'expanding series: rpc error')),
    'server-error',
    3,
  ],
  ['an error with status 200', json(200, refusal('bad_data', 'no')), 'bad-query', 1],
  ['204', response => response.writeHead(204).end(), 'bad-answer', 1],
  ['HTML', json(200, '<!doctype html>\n<title>Sign in</title>'), 'bad-answer', 1],
  ['an empty answer', json(200, ''), 'bad-answer', 1],
  ['truncated JSON', json(200, vector.slice(0, -9)), 'bad-answer', 1],
  [
    'less than its content-length',
    response => {
      response.writeHead(200, { 'content-length': '999' });
      response.write(vector, () => response.socket?.end());
    },
    'bad-answer',
    1,
  ],
  [
    'more than its content-length',
    response => response.socket?.end(`HTTP/1.1 200 OK\r\ncontent-length: 20\r\n\r\n${vector}`),
    'bad-answer',
    1,
  ],
  [
    'something other than HTTP',
    response => response.socket?.end('SSH-2.0-OpenSSH_9.2\r\n'),
    'bad-answer',
    1,
  ],
  [
    'truncated gzip',
    response =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(vector).subarray(0, 40)),
    'bad-answer',
    1,
  ],
  ['text that is called gzip', json(200, vector, { 'content-encoding': 'gzip' }), 'bad-answer', 1],
  ['an unknown encoding', json(200, vector, { 'content-encoding': 'br' }), 'bad-answer', 1],
  [
    'a gzip bomb',
    response =>
      response
        .writeHead(200, { 'content-encoding': 'gzip' })
        .end(gzipSync(Buffer.alloc(50_000_000))),
    'too-large',
    1,
  ],
  [
    'a partial answer of Thanos',
    json(200, withWarning('fetch series for {a=1}: rpc error: code = Unavailable')),
    'partial',
    3,
  ],
  [
    'a partial answer of VictoriaMetrics',
    json(200, vector.replace('{', '{"isPartial":true,')),
    'partial',
    3,
  ],
  [
    'a query that VictoriaMetrics cannot read',
    json(422, refusal('422', 'error when executing query="exceed{": unparsed data: ""')),
    'bad-query',
    1,
  ],
  [
    'a query that is too long for VictoriaMetrics',
    json(422, refusal('422', "too long query; got 20023 bytes; mustn't exceed 16384 bytes")),
    'bad-query',
    1,
  ],
  [
    'more samples than VictoriaMetrics selects',
    json(422, refusal('422', 'query="up": cannot select more than 1000 samples')),
    'too-expensive',
    1,
  ],
  [
    'more than fits into the memory of VictoriaMetrics',
    json(422, refusal('422', 'not enough memory for processing 9 data points')),
    'too-expensive',
    1,
  ],
  [
    'a query that takes VictoriaMetrics too long',
    json(422, refusal('422', 'timeout exceeded during query execution: 20 seconds')),
    'timeout',
    1,
  ],
  ['a gateway that takes no POST', json(405, 'no'), 'bad-answer', 1],
];

test.concurrent.each(faults)(
  '%s is reported and repeated as expected',
  async (_what, answer, code, tries) => {
    await using server = await serve(answer);
    const client = openClient(connectionTo(server.url), {
      deadlineMilliseconds: code === 'timeout' ? 300 : 10_000,
      maximumBytes: 1_000_000,
    });
    const fault = await findFault(client.instant('up', 60));
    expect(fault.message).toContain(`${server.url}/api/v1/query`);
    expect([fault.code, server.requests.length]).toEqual([code, tries]);
  },
);

test('a refused connection is unreachable', async () => {
  const client = openClient(connectionTo(`http://127.0.0.1:${await freePort()}`));
  expect((await findFault(client.instant('up', 60))).code).toBe('unreachable');
});

test('a host without an address is unreachable', async () => {
  const client = openClient(connectionTo('http://prometheus.invalid'), {
    deadlineMilliseconds: 5_000,
  });
  expect((await findFault(client.instant('up', 60))).code).toBe('unreachable');
});

test('a short failure does not fail the query', async () => {
  await using server = await serve((response, nth, request) =>
    (nth === 1 ? json(503, 'starting', { 'retry-after': '1' }) : json(200, vector))(
      response,
      nth,
      request,
    ),
  );
  expect((await openClient(connectionTo(server.url)).instant('up', 60)).samples).toEqual(samples);
});

test.each([
  ['HTTP 500', json(500, refusal('internal', 'storage'))],
  ['an answer in part', json(200, withWarning('partial response'))],
])('%s does not fail the query either', async (_what, first) => {
  await using server = await serve((response, nth, request) =>
    (nth === 1 ? first : json(200, vector))(response, nth, request),
  );
  expect((await openClient(connectionTo(server.url)).instant('up', 60)).samples).toEqual(samples);
});

test('a query is sent as a form with its minute, its timeout and its tenant', async () => {
  await using server = await serve(json(200, vector));
  await openClient(connectionTo(server.url, { headers: { 'x-scope-orgid': 'tenant' } })).instant(
    'up{a="ü"}',
    1764000000,
  );
  const [request] = server.requests;
  expect(request?.method).toBe('POST');
  expect(request?.form).toEqual({
    query: 'up{a="ü"}',
    time: '1764000000',
    timeout: '20000ms',
    partial_response: 'false',
    nocache: '1',
  });
  expect(request?.headers).toMatchObject({ 'x-scope-orgid': 'tenant', accept: 'application/json' });
});

test('an answer in gzip is read', async () => {
  await using server = await serve(response => {
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(vector));
  });
  expect((await openClient(connectionTo(server.url)).instant('up', 60)).samples).toEqual(samples);
});

test('warnings are passed on, but not the engine’s notes on the query', async () => {
  const warnings = ['PromQL info: metric might not be a counter', 'results truncated by limit'];
  await using server = await serve(
    json(200, { ...JSON.parse(vector), warnings, infos: [warnings[0]] }),
  );
  expect((await openClient(connectionTo(server.url)).instant('up', 60)).warnings).toEqual([
    warnings[1],
  ]);
});

test('any other endpoint returns its data unchanged', async () => {
  await using server = await serve(json(200, { status: 'success', data: ['a', 'b'] }));
  const data = await openClient(connectionTo(server.url)).get('/api/v1/series', [
    ['match[]', 'a'],
    ['match[]', 'b'],
  ]);
  expect(data).toEqual(['a', 'b']);
  expect(server.requests[0]?.path).toBe('/api/v1/series?match%5B%5D=a&match%5B%5D=b');
});

test('connections are kept open between queries', async () => {
  const sockets = new Set<unknown>();
  await using server = await serve((response, nth, request) => {
    sockets.add(response.socket);
    json(200, vector)(response, nth, request);
  });
  const client = openClient(connectionTo(server.url));
  for (let at = 0; at < 5; at += 1) await client.instant('up', at);
  // undici opens a second connection if the first is not yet known to be idle.
  expect(sockets.size).toBeLessThan(5);
});

test('the error explains http to a port with TLS', async () => {
  await using server = await serve(json(400, 'Client sent an HTTP request to an HTTPS server.'));
  const fault = await findFault(openClient(connectionTo(server.url)).instant('up', 60));
  expect(fault.message).toContain('only speaks TLS: use https:// in prometheus.url');
});

test('the error explains https to a port without TLS', async () => {
  await using server = await serve(json(200, vector));
  const url = server.url.replace('http:', 'https:');
  const fault = await findFault(openClient(connectionTo(url)).instant('up', 60));
  expect(fault.message).toContain('does not speak TLS: use http:// in prometheus.url');
  expect(fault.message).toMatch(/received: ERR_SSL_\w+ [a-z ]+$/);
});
