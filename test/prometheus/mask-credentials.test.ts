import { afterAll, expect, test } from 'vitest';
import { closeClients, findFault, json, openClient, refusal, vector } from './asking.ts';
import { type Answer, connectionTo, serve } from './server.ts';

afterAll(closeClients);

test('an error contains neither credentials nor parameters', async () => {
  await using server = await serve(
    json(302, '', { location: 'https://sso.example/login?session=5ecret' }),
  );
  const url = server.url.replace('http://', 'http://user:5ecret@');
  const fault = await findFault(
    openClient(connectionTo(url)).get('/api/v1/labels', { token: '5ecret' }),
  );
  expect(fault.message).not.toContain('5ecret');
  expect(fault.message).toContain('https://sso.example/login');
});

test('an unexpected answer is quoted by its first printable characters', async () => {
  await using server = await serve(
    json(200, `<!doctype html>\n\t<title>Sign in</title>${'x'.repeat(500)}`),
  );
  const fault = await findFault(openClient(connectionTo(server.url)).instant('up', 60));
  expect(fault.received).toMatch(/^<!doctype html> <title>Sign in<\/title>x{42}…$/);
});

const html: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

const secret = 'k3y"&<of>many/5ecret characters';
const echoes: readonly (readonly [string, Answer])[] = [
  ['a refusal in JSON', json(422, refusal('execution', `who sent ${secret}?`))],
  ['a refusal in HTML', json(403, `<p>${secret.replace(/[&<>"]/g, c => html[c] ?? c)}</p>`)],
  ['a page with status 200', json(200, `<pre>X-Api-Key: ${secret}</pre>`)],
  [
    'a refusal with status 200',
    json(200, refusal('bad_data', `key=${encodeURIComponent(secret)}`)),
  ],
  ['a label that is not text', json(200, vector.replace('"a"', JSON.stringify([secret])))],
];
test.each(echoes)('a header’s value is not in the error of %s', async (_what, answer) => {
  await using server = await serve(answer);
  const connection = connectionTo(server.url, { headers: { 'X-Api-Key': secret } });
  const fault = await findFault(openClient(connection).instant('up', 60));
  expect(`${fault.message} ${fault.received}`).not.toContain('5ecret');
  expect(fault.received).toContain('***');
});

test('a header’s value is not in a warning, and stays in the data', async () => {
  await using server = await serve(
    json(200, { ...JSON.parse(vector.replace('"a"', '"tenant-1"')), warnings: ['of tenant-1'] }),
  );
  const connection = connectionTo(server.url, { headers: { 'x-scope-orgid': 'tenant-1' } });
  const answer = await openClient(connection).instant('up', 60);
  expect(answer.warnings).toEqual(['of ***']);
  expect(answer.samples[0]?.labels).toEqual({ job: 'tenant-1' });
});
