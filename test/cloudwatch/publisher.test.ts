import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { PublishError } from '../../lib/cloudwatch/errors.ts';
import { createPublisher } from '../../lib/cloudwatch/publisher.ts';
import {
  type PutMetricDataServer,
  type Reply,
  startPutMetricDataServer,
} from './put-metric-data-server.ts';

const taken: Reply = { status: 200 };

const releases: (() => unknown)[] = [];

beforeEach(() => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  vi.stubEnv('AWS_DISABLE_REQUEST_COMPRESSION', 'true');
});

afterEach(async () => {
  for (const release of releases.splice(0)) await release();
  vi.unstubAllEnvs();
});

async function serverThat(
  replyTo: (batch: string, seenBefore: number) => Reply,
): Promise<PutMetricDataServer> {
  const server = await startPutMetricDataServer(replyTo);
  releases.push(server.stop);
  return server;
}

function publisherFor(endpoint: string, deadlineMilliseconds = 20_000) {
  const publisher = createPublisher({
    namespace: 'Jobwatch/clipper',
    endpoint,
    region: 'us-east-1',
    deadlineMilliseconds,
  });
  releases.push(publisher.close);
  return publisher;
}

/** Full calls, then one of a single metric; each metric is named after its call. */
function createCalls(...names: string[]): MetricDatum[] {
  return names.flatMap((name, index) =>
    Array.from({ length: index === names.length - 1 ? 1 : 1000 }, (_, value) => ({
      MetricName: name,
      Timestamp: new Date('2026-11-23T10:06:00Z'),
      Value: value,
    })),
  );
}

async function readFailure(work: Promise<unknown>): Promise<PublishError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(PublishError);
  return error as PublishError;
}

function countCalls(server: PutMetricDataServer, batch: string): number {
  return server.calls.filter(call => call.firstMetric === batch).length;
}

test('everything is sent in the fewest calls, each once', async () => {
  const server = await serverThat(() => taken);
  const report = await publisherFor(server.endpoint).publish(createCalls('A', 'B', 'C'));
  expect(report).toEqual({ metricsSent: 2001, batchesSent: 3, batchesFailed: 0 });
  const sent = server.calls.map(call => `${call.firstMetric} ${call.count}`).sort();
  expect(sent).toEqual(['A 1000', 'B 1000', 'C 1']);
  expect(new Set(server.calls.map(call => call.namespace))).toEqual(new Set(['Jobwatch/clipper']));
});

test('without data there is no call', async () => {
  const server = await serverThat(() => taken);
  const report = await publisherFor(server.endpoint).publish([]);
  expect(report).toEqual({ metricsSent: 0, batchesSent: 0, batchesFailed: 0 });
  expect(server.calls).toEqual([]);
});

describe('a call that fails', () => {
  test('is retried by the SDK at once, but the others are not', async () => {
    const server = await serverThat((batch, seenBefore) =>
      batch === 'B' && seenBefore < 1 ? { status: 500, error: 'InternalServiceFault' } : taken,
    );
    const report = await publisherFor(server.endpoint).publish(createCalls('A', 'B', 'C'));
    expect(report.batchesSent).toBe(3);
    expect(['A', 'B', 'C'].map(batch => countCalls(server, batch))).toEqual([1, 2, 1]);
  });

  test('in all three attempts is sent once more after the others', async () => {
    const server = await serverThat((batch, seenBefore) =>
      batch === 'A' && seenBefore < 3 ? { status: 500, error: 'InternalServiceFault' } : taken,
    );
    const report = await publisherFor(server.endpoint).publish(createCalls('A', 'B', 'C'));
    expect(report).toEqual({ metricsSent: 2001, batchesSent: 3, batchesFailed: 0 });
    expect(['A', 'B', 'C'].map(batch => countCalls(server, batch))).toEqual([4, 1, 1]);
    expect(server.calls.at(-1)?.firstMetric).toBe('A');
  });

  test('permanently is reported, with how many other calls were sent', async () => {
    const server = await serverThat(batch =>
      batch === 'B' ? { status: 500, error: 'InternalServiceFault' } : taken,
    );
    const error = await readFailure(
      publisherFor(server.endpoint).publish(createCalls('A', 'B', 'C')),
    );
    expect(error.code).toBe('publish-failed');
    expect(error.report).toEqual({ metricsSent: 1001, batchesSent: 2, batchesFailed: 1 });
    expect(error.message).toBe(
      '1 of 3 calls to CloudWatch failed: the metrics could not be sent; received: InternalServiceFault: told to: InternalServiceFault',
    );
    expect(['A', 'C'].map(batch => countCalls(server, batch))).toEqual([1, 1]);
  });

  test.each([
    ['rejected as invalid', 400, 'InvalidParameterValueException', 'publish-failed', 1],
    ['not allowed', 403, 'AccessDeniedException', 'publish-denied', 1],
    ['not allowed in the old way', 400, 'AccessDenied', 'publish-denied', 1],
    ['throttled', 400, 'ThrottlingException', 'publish-throttled', 6],
  ])('because it is %s has its own code', async (_, status, name, code, tries) => {
    const server = await serverThat(() => ({ status, error: name }));
    const error = await readFailure(publisherFor(server.endpoint).publish(createCalls('A')));
    expect(error.code).toBe(code);
    expect(countCalls(server, 'A')).toBe(tries);
  });

  test('because nothing listens is reported', async () => {
    const server = await serverThat(() => taken);
    await server.stop();
    releases.splice(releases.indexOf(server.stop), 1);
    const error = await readFailure(publisherFor(server.endpoint).publish(createCalls('A')));
    expect(error.code).toBe('publish-failed');
    expect(error.message).toContain('ECONNREFUSED');
  });

  test('because it is never answered ends with the deadline', async () => {
    const server = await serverThat(batch => (batch === 'A' ? 'never' : taken));
    const error = await readFailure(
      publisherFor(server.endpoint, 2_000).publish(createCalls('A', 'B')),
    );
    expect(error.code).toBe('publish-failed');
    expect(error.report.batchesSent).toBe(1);
    expect(countCalls(server, 'A')).toBe(1);
  });
});
