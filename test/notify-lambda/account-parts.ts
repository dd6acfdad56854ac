import {
  CreateTableCommand,
  DeleteTableCommand,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import {
  CreateTopicCommand,
  DeleteTopicCommand,
  ListSubscriptionsByTopicCommand,
  type SNSClient,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import { CreateQueueCommand, DeleteQueueCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { notifierTableName } from '../../lib/cloudwatch/names.ts';
import { account, region } from '../local-aws.ts';

// Each part of a service in the local AWS, as the stack creates it, and how it is taken away.

export async function createQueue(sqs: SQSClient, name: string): Promise<string> {
  const Attributes = { VisibilityTimeout: '1' };
  const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: name, Attributes }));
  return QueueUrl;
}

export async function dropQueue(sqs: SQSClient, QueueUrl: string): Promise<void> {
  await sqs.send(new DeleteQueueCommand({ QueueUrl }));
}

export async function createTable(dynamo: DynamoDBClient, service: string): Promise<void> {
  await dynamo.send(
    new CreateTableCommand({
      TableName: notifierTableName(service),
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
}

export async function dropTable(dynamo: DynamoDBClient, service: string): Promise<void> {
  await dynamo.send(new DeleteTableCommand({ TableName: notifierTableName(service) }));
}

export async function createTopic(sns: SNSClient, Name: string): Promise<void> {
  await sns.send(new CreateTopicCommand({ Name }));
}

export async function dropTopic(sns: SNSClient, name: string): Promise<void> {
  await sns.send(new DeleteTopicCommand({ TopicArn: writeTopicArn(name) }));
}

/** Lets a queue receive a topic's mails; a subscription of this kind needs no confirmation. */
export async function subscribe(sns: SNSClient, topic: string, queue: string): Promise<void> {
  const Endpoint = `arn:aws:sqs:${region}:${account}:${queue}`;
  const TopicArn = writeTopicArn(topic);
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint }));
}

export async function unsubscribe(sns: SNSClient, topic: string): Promise<void> {
  const TopicArn = writeTopicArn(topic);
  const { Subscriptions = [] } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
  for (const { SubscriptionArn } of Subscriptions) {
    await sns.send(new UnsubscribeCommand({ SubscriptionArn }));
  }
}

function writeTopicArn(name: string): string {
  return `arn:aws:sns:${region}:${account}:${name}`;
}
