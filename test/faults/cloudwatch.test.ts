import { beforeAll, describe, expect, test } from 'vitest';
import type { PublishErrorCode } from '../../lib/cloudwatch/errors.ts';
import { listMails } from '../alarm-watch.ts';
import type { Reply } from '../recording-cloudwatch.ts';
import { jobPoints } from './published.ts';
import { start } from './scenario.ts';
import { startTestService } from './service.ts';

const service = startTestService();

const at = (minutes: number) => start + minutes * 60;

let undisturbed: ReturnType<typeof jobPoints>;

beforeAll(async () => {
  const life = service().resume();
  await life.run(at(1), at(12));
  undisturbed = jobPoints(service().cloudWatch, at(1), at(12));
  await life.end();
});

const rows: [cause: string, code: PublishErrorCode, reply: Reply][] = [
  ['throttled', 'publish-throttled', { status: 400, error: 'ThrottlingException' }],
  ['denied', 'publish-denied', { status: 400, error: 'AccessDeniedException' }],
  ['failing', 'publish-failed', { status: 500, error: 'InternalServiceFault' }],
  ['out of reach', 'publish-failed', 'reset'],
];

describe('for three minutes CloudWatch is', () => {
  test.each(rows)(
    '%s: the judge fails as %s, nobody is mailed, all is filled in',
    async (_, code, reply) => {
      const life = service().resume();
      const { cloudWatch } = service();
      await life.run(at(1), at(2));
      cloudWatch.answerWith(({ operation }) => (operation === 'PutMetricData' ? reply : 'take'));
      const errors = await life.run(at(3), at(5));
      cloudWatch.answerWith(undefined);
      expect(errors).toHaveLength(3);
      expect(new Set(errors.map(error => 'code' in error && error.code))).toEqual(new Set([code]));
      await life.run(at(6), at(12));
      expect(jobPoints(cloudWatch, at(1), at(12))).toEqual(undisturbed);
      expect(listMails(life.watch.changes)).toEqual([]);
      await life.end();
    },
  );
});

test('some calls are refused and others taken: those that were lost are made up for', async () => {
  const life = service().resume();
  const { cloudWatch } = service();
  await life.run(at(1), at(1));
  cloudWatch.answerWith(({ nth }) =>
    nth % 3 === 0 ? { status: 400, error: 'InvalidParameterValueException' } : 'take',
  );
  expect((await life.run(at(2), at(4))).length).toBeGreaterThan(0);
  cloudWatch.answerWith(undefined);
  await life.run(at(5), at(12));
  expect(jobPoints(cloudWatch, at(1), at(12))).toEqual(undisturbed);
  expect(listMails(life.watch.changes)).toEqual([]);
  await life.end();
});

test('where nothing is taken for seven minutes, Jobwatch is said not to report, and no job is told of', async () => {
  const life = service().resume();
  const { cloudWatch } = service();
  cloudWatch.answerWith(() => ({ status: 500, error: 'InternalServiceFault' }));
  await life.run(at(1), at(7));
  cloudWatch.answerWith(undefined);
  await life.run(at(8), at(12));
  expect(jobPoints(cloudWatch, at(1), at(12))).toEqual(undisturbed);
  expect(listMails(life.watch.changes).map(({ alarm, to }) => `${alarm} ${to}`)).toEqual([
    'clipper/NotReporting ALARM',
    'clipper/NotReporting OK',
  ]);
  await life.end();
});

test('without an answer about the past, a cold start publishes the present', async () => {
  const life = service().resume();
  const { cloudWatch } = service();
  cloudWatch.answerWith(({ operation }) =>
    operation === 'GetMetricData' ? { status: 400, error: 'AccessDeniedException' } : 'take',
  );
  expect(await life.run(at(1), at(3))).toEqual([]);
  cloudWatch.answerWith(undefined);
  expect(life.environment().log.map(({ failure }) => failure?.code)).toContain('past-unknown');
  expect(listMails(life.watch.changes)).toEqual([]);
  await life.end();
});
