import { expect, test } from 'vitest';
import { createRoutes, findRawTopics, listRecipients } from '../../lib/notify/destinations.ts';
import { createConfig } from '../cdk/config.ts';

const secret = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret';

test('people are named by their addresses, channels by the names of their secrets', () => {
  const config = createConfig(
    `notify: { warning: [a@example.com, { slack: { secretArn: "${secret}:team/slack-AbCdEf", field: hook } }], critical: [{ pagerduty: { parameterArn: "arn:aws:ssm:eu-west-1:123456789012:parameter/ops/pager" } }] }`,
  );
  expect(listRecipients(config).map(({ name }) => name)).toEqual([
    'mail:a@example.com',
    'slack:team/slack.hook',
    'pagerduty:ops/pager',
  ]);
  expect(createRoutes(config).defaults).toEqual({
    warning: ['mail:a@example.com', 'slack:team/slack.hook'],
    critical: ['pagerduty:ops/pager'],
  });
});

test('the same people are one recipient with a topic for each severity', () => {
  const [only, ...others] = listRecipients(
    createConfig('notify: { warning: [a@example.com], critical: [a@example.com] }'),
  );
  expect(others).toEqual([]);
  expect(only).toMatchObject({
    topics: [{ topicName: 'jobwatch-clipper-warning' }, { topicName: 'jobwatch-clipper-critical' }],
  });
});

test('a route that names one severity keeps the default recipients of the other', () => {
  const config = createConfig(
    'notify: { warning: [a@example.com], critical: [b@example.com], routes: [{ jobs: ["x/*"], warning: [c@example.com] }] }',
  );
  expect(createRoutes(config).routes).toEqual([
    { jobs: ['x/*'], warning: ['mail:c@example.com'], critical: ['mail:b@example.com'] },
  ]);
});

test('without recipients there is still a topic to subscribe to', () => {
  expect(listRecipients(createConfig()).map(({ name }) => name)).toEqual([
    'mail:jobwatch-clipper-warning',
    'mail:jobwatch-clipper-critical',
  ]);
});

test("CloudWatch's own messages go to the topics of the first route that matches", () => {
  const topic = (name: string) => `arn:aws:sns:eu-west-1:123456789012:${name}`;
  const { notify } = createConfig(
    `notify: { warning: [{ topicArn: "${topic('w')}" }], critical: [b@example.com], routes: [{ jobs: ["x/*"], warning: [{ topicArn: "${topic('x')}" }] }] }`,
  );
  expect(findRawTopics({ job: 'a', severity: 'warning' }, notify)).toEqual([topic('w')]);
  expect(findRawTopics({ job: 'x/a', severity: 'warning' }, notify)).toEqual([topic('x')]);
  expect(findRawTopics({ job: undefined, severity: 'warning' }, notify)).toEqual([topic('w')]);
  expect(findRawTopics({ job: 'x/a', severity: 'critical' }, notify)).toEqual([]);
});
