import { afterEach, describe, expect, test } from 'vitest';
import { deliverTogether } from '../../lib/notify/channels/delivery.ts';
import { postJson } from '../../lib/notify/channels/post-json.ts';
import { type Behaviour, type Receiver, startReceiver } from './receiver.ts';

const quick = { timeoutMilliseconds: 200, deadlineMilliseconds: 2_500, backOffMilliseconds: 10 };
const receivers: Receiver[] = [];

async function start(...behaviours: readonly Behaviour[]): Promise<Receiver> {
  const receiver = await startReceiver(...behaviours);
  receivers.push(receiver);
  return receiver;
}

afterEach(async () => {
  await Promise.all(receivers.splice(0).map(receiver => receiver.close()));
});

describe('posting JSON', () => {
  test('delivers the body with its headers', async () => {
    const { url, received } = await start({ status: 200 });
    const result = await postJson({ url, body: '{"a":1}', headers: { 'x-key': 'v' } }, quick);
    expect(result).toEqual({ ok: true, attempts: 1 });
    expect(received[0]).toMatchObject({ method: 'POST', body: '{"a":1}' });
    expect(received[0]?.headers).toMatchObject({
      'content-type': 'application/json',
      'x-key': 'v',
    });
  });

  test('waits as long as a 429 requires, and tries again', async () => {
    const { url, received } = await start(
      { status: 429, headers: { 'retry-after': '1' } },
      { status: 200 },
    );
    const started = performance.now();
    expect(await postJson({ url, body: '{}' }, quick)).toEqual({ ok: true, attempts: 2 });
    expect(performance.now() - started).toBeGreaterThan(950);
    expect(received).toHaveLength(2);
  });

  test('understands a Retry-After that is a date', async () => {
    const headers = { 'retry-after': new Date(Date.now() + 1_000).toUTCString() };
    const { url } = await start({ status: 503, headers }, { status: 200 });
    expect(await postJson({ url, body: '{}' }, quick)).toEqual({ ok: true, attempts: 2 });
  });

  test('gives up at once if a 429 requires more time than there is', async () => {
    const { url } = await start({ status: 429, headers: { 'retry-after': '60' } });
    const started = performance.now();
    expect(await postJson({ url, body: '{}' }, quick)).toMatchObject({
      ...{ ok: false, code: 'rate-limited', status: 429, attempts: 1 },
    });
    expect(performance.now() - started).toBeLessThan(500);
  });

  test.for([
    [{ status: 500 }, 'server-error'],
    ['hang', 'timeout'],
    ['reset', 'unreachable'],
  ] as const)('tries %j three times and says %s', async ([behaviour, code]) => {
    const { url, received } = await start(behaviour);
    expect(await postJson({ url, body: '{}' }, quick)).toMatchObject({
      ok: false,
      code,
      attempts: 3,
    });
    expect(received).toHaveLength(3);
  });

  test.for([{ status: 500 }, 'hang', 'reset'] as const)(
    'delivers after one %j',
    async behaviour => {
      const { url } = await start(behaviour, { status: 202 });
      expect(await postJson({ url, body: '{}' }, quick)).toEqual({ ok: true, attempts: 2 });
    },
  );

  test('does not repeat what the receiver rejects, and reports its message', async () => {
    const { url, received } = await start({ status: 400, text: 'invalid\u0007_blocks' });
    expect(await postJson({ url, body: '{}' }, quick)).toEqual({
      ...{ ok: false, code: 'rejected', status: 400, attempts: 1 },
      problem: 'status 400: invalid _blocks',
    });
    expect(received).toHaveLength(1);
  });

  test('follows no redirect', async () => {
    const other = await start({ status: 200 });
    const { url } = await start({ status: 302, headers: { location: other.url } });
    expect(await postJson({ url, body: '{}' }, quick)).toMatchObject({
      code: 'rejected',
      status: 302,
    });
    expect(other.received).toHaveLength(0);
  });

  test('is done after the status, even if the answer never ends', async () => {
    const { url } = await start('hang after the status');
    expect(await postJson({ url, body: '{}' }, quick)).toEqual({ ok: true, attempts: 1 });
  });

  test.for(['', 'nonsense', 'ftp://example.com', 'http://example.com/hook'])(
    'sends nothing to "%s"',
    async url => {
      expect(await postJson({ url, body: '{}' }, quick)).toMatchObject({
        code: 'bad-address',
        attempts: 0,
      });
    },
  );

  test('never reveals the secret address, nor the secrets in a body', async () => {
    const { url } = await start({ status: 400, text: 'no secret-path-of-the-hook, no R0UTINGKEY' });
    const refused = await postJson({ url, body: '{}', secrets: ['R0UTINGKEY'] }, quick);
    expect(refused).toMatchObject({ problem: 'status 400: no ***, no ***' });
    const gone = await postJson({ url: 'http://127.0.0.1:1/secret-path', body: '{}' }, quick);
    expect(gone).toMatchObject({ code: 'unreachable', problem: 'ECONNREFUSED' });
  });
});

describe('several deliveries', () => {
  test('do not wait for one that hangs, and survive one that throws', async () => {
    const hanging = await start('hang');
    const well = await start({ status: 200 });
    const ended: string[] = [];
    const track = async <T>(name: string, work: Promise<T>) => {
      const result = await work;
      ended.push(name);
      return result;
    };
    const results = await deliverTogether([
      {
        destination: 'a',
        deliver: () => track('a', postJson({ url: hanging.url, body: '{}' }, quick)),
      },
      {
        destination: 'b',
        deliver: () => track('b', postJson({ url: well.url, body: '{}' }, quick)),
      },
      { destination: 'c', deliver: () => Promise.reject(new TypeError(`bad ${well.url}`)) },
    ]);
    expect(ended).toEqual(['b', 'a']);
    expect(results.map(({ result }) => result.ok)).toEqual([false, true, false]);
    expect(JSON.stringify(results)).not.toContain('secret-path');
  });
});
