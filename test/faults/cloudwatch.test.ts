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
  ['unreachable', 'publish-failed', 'reset'],
];

describe('when CloudWatch rejects requests for three minutes because it is', () => {
  test.each(rows)(
    '%s, the judge fails with %s, sends no mail and fills the gap later',
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

test('the judge sends lost datapoints again when CloudWatch rejects only some calls', async () => {
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

test('seven minutes without a successful publish raise NotReporting and no job alarm', async () => {
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

test('a cold start publishes the present when CloudWatch does not return the past', async () => {
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
