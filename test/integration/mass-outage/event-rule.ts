import { changesQueueName } from '../../../lib/cloudwatch/names.ts';
import type { Config } from '../../../lib/config/config.ts';
import { createConfig } from '../../cdk/config.ts';
import { findResources, synthesize } from '../../cdk/synth.ts';
import { account, type LocalAws, region } from '../../local-aws.ts';

/** Lets the local EventBridge fill the queue of changes, with the deployed event pattern. */
export async function connectEvents(aws: LocalAws, { service }: Config): Promise<void> {
  const deployed = synthesize(createConfig(`service: ${service}`));
  const [rule] = findResources(deployed, 'AWS::Events::Rule');
  const queue = `arn:aws:sqs:${region}:${account}:${changesQueueName(service)}`;
  const EventPattern = JSON.stringify(rule?.Properties.EventPattern);
  await call(aws, 'PutRule', { Name: service, EventPattern });
  await call(aws, 'PutTargets', { Rule: service, Targets: [{ Id: '1', Arn: queue }] });
}

/** Calls EventBridge as the SDK does; the project has no client for it. */
async function call(aws: LocalAws, action: string, input: object): Promise<void> {
  const credential = `Credential=test/20260101/${region}/events/aws4_request`;
  const response = await fetch(aws.endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AWSEvents.${action}`,
      authorization: `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=host, Signature=0`,
    },
    body: JSON.stringify(input),
  });
  if (!response.ok) throw new Error(`${action}: ${await response.text()}`);
}
