import {
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';

/** A message of the queue; `handle` deletes it. */
export type QueueMessage = Readonly<{ body: string; handle: string }>;

export type ChangesQueue = Readonly<{
  /**
   * The waiting messages. A message that is not deleted is received again after the queue's own
   * timeout.
   */
  receive: () => Promise<readonly QueueMessage[]>;
  remove: (messages: readonly QueueMessage[]) => Promise<void>;
}>;

/** Most messages of one call. Source: SQS API reference. */
const batchSize = 10;

/** Every job of the largest service may change all its alarms within a minute; the rest waits. */
const mostMessages = 5_000;

/** Parallel calls: one call takes about 20 ms. */
const concurrency = 8;

/** Receiving takes at most this long, in milliseconds; the rest waits for the next minute. */
const receiveMilliseconds = 10_000;

export function createChangesQueue(client: SQSClient, url: string): ChangesQueue {
  return {
    receive: () => receiveAll(client, url),
    remove: async messages => {
      const batches = Array.from({ length: Math.ceil(messages.length / batchSize) }, (_, index) =>
        messages.slice(index * batchSize, (index + 1) * batchSize),
      );
      await Promise.all(batches.map(batch => removeBatch(client, url, batch)));
    },
  };
}

async function receiveAll(client: SQSClient, url: string): Promise<QueueMessage[]> {
  const until = performance.now() + receiveMilliseconds;
  // Waits a second, because an answer without waiting only queries some of SQS's servers.
  const found = await receive(client, url, 1);
  const worker = async () => {
    while (found.length < mostMessages && performance.now() < until) {
      const more = await receive(client, url, 0);
      if (more.length === 0) return;
      found.push(...more);
    }
  };
  if (found.length > 0) await Promise.all(Array.from({ length: concurrency }, worker));
  return found;
}

async function receive(client: SQSClient, url: string, seconds: number): Promise<QueueMessage[]> {
  const command = new ReceiveMessageCommand({
    QueueUrl: url,
    MaxNumberOfMessages: batchSize,
    WaitTimeSeconds: seconds,
  });
  const { Messages = [] } = await client.send(command);
  return Messages.flatMap(toQueueMessage);
}

function toQueueMessage({ Body, ReceiptHandle }: Message): QueueMessage[] {
  return Body === undefined || ReceiptHandle === undefined
    ? []
    : [{ body: Body, handle: ReceiptHandle }];
}

/** A message that is not deleted, for whatever reason, comes again and contains nothing new. */
async function removeBatch(
  client: SQSClient,
  url: string,
  batch: readonly QueueMessage[],
): Promise<void> {
  const entries = batch.map(({ handle }, index) => ({ Id: `${index}`, ReceiptHandle: handle }));
  await client.send(new DeleteMessageBatchCommand({ QueueUrl: url, Entries: entries }));
}
