import { request } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Answerer } from '../../lib/preview/answer-page.ts';
import { type Preview, servePreview } from '../../lib/preview/server.ts';

const settings = { service: 's', to: null, spanSeconds: 21_600 };
const answerer: Answerer = {
  answer: async ({ span }, { send }) => {
    send({ kind: 'progress', share: 1 });
    send({ kind: 'failure', code: 'unreachable', message: 'gone', since: span.to });
  },
};
const assets = new Map([['/', { type: 'text/html', body: '<!doctype html>' }]]);
const served = { assets, settings, answerer, now: () => 1_000_000 };

let preview: Preview;
beforeAll(async () => {
  preview = await servePreview(served, 0);
});
afterAll(() => preview.stop());

type Answer = { status: number | undefined; headers: Record<string, unknown>; text: string };

function get(path: string, options: { host?: string; method?: string; site?: string } = {}) {
  const { host = `127.0.0.1:${preview.port}`, method = 'GET', site } = options;
  const headers = { host, ...(site === undefined ? {} : { 'sec-fetch-site': site }) };
  return new Promise<Answer>((resolve, reject) => {
    const sent = request({ port: preview.port, host: '127.0.0.1', path, method, headers });
    sent.on('error', reject);
    sent.on('response', response => {
      let text = '';
      response.on('data', chunk => {
        text += chunk;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode, headers: response.headers, text }),
      );
    });
    sent.end();
  });
}

test('a foreign name in Host is rejected, because it may be DNS rebinding', async () => {
  expect((await get('/', { host: `evil.example:${preview.port}` })).status).toBe(403);
  expect((await get('/', { host: '127.0.0.1' })).status).toBe(403);
  expect((await get('/', { host: `localhost:${preview.port}` })).status).toBe(200);
});

test('other sites may not send requests, and only GET is answered', async () => {
  const paths = ['/api/dashboard', '/./api/dashboard', '/x/../api/settings', '/%2e/api/settings'];
  for (const path of [...paths, `http://127.0.0.1:${preview.port}/api/settings`]) {
    expect((await get(path, { site: 'cross-site' })).status).toBe(403);
  }
  expect((await get('/', { method: 'POST' })).status).toBe(405);
  expect((await get('/../../../etc/passwd')).status).toBe(404);
});

test("the policy allows no scripts but the page's own", async () => {
  const { headers } = await get('/');
  expect(headers['content-security-policy']).toContain("script-src 'self';");
  expect(headers['access-control-allow-origin']).toBeUndefined();
});

test('a request is answered line by line, and an invalid one is rejected', async () => {
  const { text } = await get('/api/dashboard?span=3600');
  const [progress, failure] = text
    .trim()
    .split('\n')
    .map(line => JSON.parse(line));
  expect([progress.kind, failure.kind, failure.since]).toEqual(['progress', 'failure', 999_960]);
  for (const bad of ['span=1', 'span=700000', 'span=x', 'to=99999999']) {
    expect((await get(`/api/dashboard?${bad}`)).status).toBe(400);
  }
});

test('the preview reports a taken port if that port was requested', async () => {
  await expect(servePreview(served, preview.port)).rejects.toMatchObject({ code: 'port-taken' });
});
