import { beforeAll, describe, expect, test } from 'vitest';
import type { Prometheus } from '../../lib/prometheus/client.ts';
import { findPrometheus } from '../../lib/simulator/binary.ts';
import { startPrometheus } from '../../lib/simulator/server.ts';
import { listMails } from '../alarm-watch.ts';
import { serve } from '../prometheus/server.ts';
import { createClient } from './environment.ts';
import { createUntrustedIdentity } from './identity.ts';
import { findValues, jobPoints } from './published.ts';
import { start } from './scenario.ts';
import { type Life, startTestService } from './service.ts';
import { unknownRows } from './unknown-rows.ts';

const service = startTestService();

const minute = 60;
const fault = { from: start + 2 * minute, to: start + 6 * minute };
const end = start + 9 * minute;

/** What the service publishes in the same minutes without a fault. */
let undisturbed: ReturnType<typeof jobPoints>;

beforeAll(async () => {
  const life = service().resume();
  await life.run(start + minute, end);
  undisturbed = jobPoints(service().cloudWatch, start + minute, end);
  expect(life.watch.changes).toEqual([]);
  await life.end();
});

test('before the fault, exactly the alerts of the broken job are on', () => {
  const life = service().resume();
  const inAlarm = [...life.watch.states].filter(([, state]) => state === 'ALARM');
  expect(
    inAlarm.map(([name]) => name).filter(name => name.startsWith('clipper/broken/')),
  ).toHaveLength(9);
  expect(inAlarm).toHaveLength(9);
});

/** Runs a fault of five minutes. `during` starts it and gives the function that ends it. */
async function disturb(life: Life, during: () => Promise<() => Promise<void>>): Promise<void> {
  const { cloudWatch } = service();
  await life.run(start + minute, start + minute);
  const undo = await during();
  await life.run(fault.from, fault.to);
  for (const points of Object.values(jobPoints(cloudWatch, fault.from, fault.to))) {
    expect(points).toEqual([]);
  }
  const heartbeats = findValues(cloudWatch, 'Heartbeat', fault.from, fault.to);
  expect(heartbeats).toHaveLength(5);
  expect(Math.max(...heartbeats)).toBeLessThan(3);
  expect(life.watch.changes.map(({ alarm, to }) => `${alarm} ${to}`)).toEqual([
    'clipper/SourceUnreachable ALARM',
  ]);
  await undo();
  await life.run(fault.to + minute, end);
  expect(jobPoints(cloudWatch, start + minute, end)).toEqual(undisturbed);
  expect(listMails(life.watch.changes).map(({ alarm, to }) => `${alarm} ${to}`)).toEqual([
    'clipper/SourceUnreachable ALARM',
    'clipper/SourceUnreachable OK',
  ]);
}

/** Lists the codes in the log. On a slow machine a request may also time out. */
function listCodes(life: Life): string[] {
  const rounds = life.environment().log.filter(({ event }) => event === 'round');
  const failed = rounds.filter(({ failures = [] }) => failures.length > 0);
  expect(failed).toHaveLength(5);
  return [...new Set(failed.flatMap(({ failures = [] }) => failures.map(({ code }) => code)))];
}

describe('a missing answer changes no job alarm, raises one source alarm, and is filled later:', () => {
  test.each(unknownRows)('$cause: $code', async ({ code, fault: given, ...options }) => {
    const life = service().resume();
    const { proxy } = service();
    const impatient = createClient(proxy.url, { deadlineMilliseconds: 1200, ...options });
    await disturb(life, async () => {
      life.ask(impatient);
      await proxy.set(given);
      return async () => {
        await proxy.set({ kind: 'none' });
        life.ask(createClient(proxy.url));
      };
    });
    expect(listCodes(life).filter(found => found === code || found !== 'timeout')).toEqual([code]);
    await impatient.close();
    await life.end();
  });

  test.each<[cause: string, code: string, open: () => Promise<[Prometheus, () => Promise<void>]>]>([
    [
      'a name that does not resolve',
      'unreachable',
      async () => openClient(`http://${'x'.repeat(64)}.example`),
    ],
    [
      'a certificate that is not trusted',
      'unreachable',
      async () => {
        const server = await serve(response => response.end('{}'), await createUntrustedIdentity());
        return openClient(server.url, () => server[Symbol.asyncDispose]());
      },
    ],
    [
      'TLS on a port without TLS',
      'unreachable',
      async () => openClient(service().proxy.url.replace('http', 'https')),
    ],
    [
      'a Prometheus that has just started',
      'partial',
      async () => {
        const young = await startPrometheus({ binaries: await findPrometheus() });
        return openClient(young.url, young.stop);
      },
    ],
  ])('%s: %s', async (_, code, open) => {
    const life = service().resume();
    await disturb(life, async () => {
      const [client, close] = await open();
      life.ask(client);
      return async () => {
        life.ask(createClient(service().proxy.url));
        await client.close();
        await close();
      };
    });
    expect(listCodes(life)).toEqual([code]);
    await life.end();
  });
});

function openClient(
  url: string,
  close: () => Promise<void> = async () => undefined,
): [Prometheus, () => Promise<void>] {
  return [createClient(url, { deadlineMilliseconds: 1200 }), close];
}
