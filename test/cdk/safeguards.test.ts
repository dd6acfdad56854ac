import { describe, expect, test } from 'vitest';
import { configurations } from './configurations.ts';
import { findTopicStatements, type Statement, toList } from './statements.ts';
import { findResources, type Resource, type Synthesized, synthesize } from './synth.ts';

const stacks = configurations.map(([name, config]) => [name, synthesize(config)] as const);

describe.each(stacks)('with any configuration: %s', (_name, stack) => {
  const functions = findResources(stack, 'AWS::Lambda::Function');

  test('each function writes to its own log group, which keeps logs for two weeks', () => {
    const groups = functions.map(({ Properties }) => {
      const { LogGroup } = Properties.LoggingConfig as { LogGroup: { Ref: string } };
      return LogGroup.Ref;
    });
    expect(new Set(groups).size).toBe(3);
    for (const group of groups) {
      expect(stack.root.Resources[group]?.Properties.RetentionInDays).toBe(14);
    }
  });

  test('the widgets cannot use up the concurrency of the other functions, which reserve none', () => {
    const reserved = functions.map(({ Properties }) => Properties.ReservedConcurrentExecutions);
    expect(reserved.filter(count => count !== undefined)).toEqual([20]);
  });

  test('neither the schedule nor the function repeats a missed minute', () => {
    const once = { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 };
    const targets = findResources(stack, 'AWS::Scheduler::Schedule').map(
      ({ Properties }) => Properties.Target as { RetryPolicy: object },
    );
    expect(targets.map(({ RetryPolicy }) => RetryPolicy)).toEqual([once, once]);
    const invokes = findResources(stack, 'AWS::Lambda::EventInvokeConfig');
    expect(invokes).toHaveLength(3);
    for (const { Properties } of invokes) expect(Properties).toMatchObject(once);
  });

  test('the environment contains addresses only, and the template does not mention CDK or its rules', () => {
    const variables = functions.flatMap(({ Properties }) => {
      const { Variables = {} } = (Properties.Environment ?? {}) as { Variables?: object };
      return Object.keys(Variables);
    });
    expect(variables.toSorted()).toEqual(['JOBWATCH_QUEUE_URL', 'JOBWATCH_TOPIC_ARN_PREFIX']);
    for (const { Resources } of stack.templates.values()) {
      expect(JSON.stringify(Resources)).not.toMatch(/cdk_nag|aws:cdk:path|CDKMetadata/);
    }
  });

  test('a secret is named in permissions only', () => {
    for (const { Resources } of stack.templates.values()) {
      for (const [id, resource] of Object.entries(Resources)) {
        if (resource.Type === 'AWS::IAM::Role') continue;
        expect(JSON.stringify(resource), id).not.toMatch(/:secret:|:parameter\/|reader/);
      }
    }
  });

  test('a topic accepts messages from alarms of this service only, and none over plain HTTP', () => {
    const statements = findTopicStatements(stack);
    for (const allowed of statements.filter(({ Effect }) => Effect === 'Allow')) {
      expect(allowed.Principal).toEqual({ Service: 'cloudwatch.amazonaws.com' });
      expect(allowed.Condition).toMatchObject({
        StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
        ArnLike: {
          'aws:SourceArn': { 'Fn::Join': ['', expect.arrayContaining([':alarm:clipper/*'])] },
        },
      });
    }
    expect(statements.filter(deniesPlainHttp)).toHaveLength(findTopics(stack).length);
    expect(statements).toHaveLength(2 * findTopics(stack).length);
  });
});

test('alarms notify existing topics by their ARNs, in nested stacks too', () => {
  const [, stack] = stacks.find(([name]) => name === 'existing topics') ?? [];
  if (stack === undefined) throw new RangeError('no configuration with existing topics');
  expect(findTopics(stack)).toEqual([]);
  const told = findAlarms(stack).map(
    ({ Properties }) => [Properties.AlarmActions, Properties.OKActions] as const,
  );
  expect(told).toHaveLength(22);
  for (const [inAlarm, whenOver] of told) {
    expect(inAlarm).toEqual([expect.stringMatching(/^arn:aws:sns:eu-west-1:123456789012:[wc]$/)]);
    expect(whenOver).toEqual(inAlarm);
  }
});

test("an alarm does not notify the stack's own topics, because that is the notifier's task", () => {
  const [, stack] = stacks.find(([name]) => name === 'mail beside a topic') ?? [];
  if (stack === undefined) throw new RangeError('no configuration with both');
  const actions = findAlarms(stack).map(({ Properties }) => Properties.AlarmActions);
  expect(new Set(actions.map(list => JSON.stringify(list)))).toEqual(
    new Set([undefined, '["arn:aws:sns:eu-west-1:123456789012:w"]']),
  );
});

/** Those on jobs, sources and the judge, but not the ones on the notifier. */
function findAlarms(stack: Synthesized): Resource[] {
  return findResources(stack, 'AWS::CloudWatch::Alarm').filter(
    ({ Properties }) => !/Notif(ier|ications)\w+$/.test(String(Properties.AlarmName)),
  );
}

function findTopics(stack: Synthesized): Resource[] {
  return findResources(stack, 'AWS::SNS::Topic');
}

function deniesPlainHttp({ Effect, Principal, Action, Condition }: Statement): boolean {
  const isPlain = Condition?.Bool?.['aws:SecureTransport'] === 'false';
  return (
    Effect === 'Deny' && Principal === '*' && toList(Action).includes('sns:Publish') && isPlain
  );
}
