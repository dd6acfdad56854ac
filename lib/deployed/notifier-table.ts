import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';

/** A text and its version; 0 if nothing was stored yet. */
export type Stored = Readonly<{ text: string | undefined; version: number }>;

/** `state` is what was reported, `mutes` what is muted and by whom. */
type StoredName = 'state' | 'mutes';

/**
 * The notifier's storage is one small table: an item has room for 400 KB (a parameter of SSM for 8
 * KB), a write may have a condition, it costs cents, and it is deleted with the stack (a bucket
 * would have to be empty).
 */
export type NotifierTable = Readonly<{
  read: (name: StoredName) => Promise<Stored>;
  /** Returns the new version. Throws a `StaleVersionError` if another writer was faster. */
  write: (name: StoredName, text: string, version: number) => Promise<number>;
  /** Claims a minute. Returns whether no other run has claimed it. Unix seconds. */
  claim: (minute: number) => Promise<boolean>;
  /** The first minute that was ever given; Unix seconds. */
  findFirstMinute: (minute: number) => Promise<number>;
}>;

/** Another writer has written since the text was read. */
export class StaleVersionError extends Error {
  override readonly name = 'StaleVersionError';
  readonly code = 'stale-version';
}

export function createNotifierTable(client: DynamoDBClient, tableName: string): NotifierTable {
  return {
    read: async name => {
      const key = { id: { S: name } };
      const command = new GetItemCommand({ TableName: tableName, Key: key, ConsistentRead: true });
      const { Item } = await client.send(command);
      return { text: Item?.text?.S, version: Number(Item?.version?.N ?? 0) };
    },
    write: async (name, text, version) => {
      const next = version + 1;
      const item = { id: { S: name }, version: { N: `${next}` }, text: { S: text } };
      const isWritten = await putIf(client, {
        ...{ TableName: tableName, Item: item },
        ConditionExpression: 'attribute_not_exists(id) OR #version = :before',
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: { ':before': { N: `${version}` } },
      });
      if (!isWritten) throw new StaleVersionError(`"${name}" was changed by another writer`);
      return next;
    },
    claim: minute =>
      putIf(client, {
        ...{ TableName: tableName, Item: { id: { S: 'claim' }, minute: { N: `${minute}` } } },
        ConditionExpression: 'attribute_not_exists(id) OR #minute < :minute',
        ExpressionAttributeNames: { '#minute': 'minute' },
        ExpressionAttributeValues: { ':minute': { N: `${minute}` } },
      }),
    findFirstMinute: async minute => {
      const id = { S: 'first' };
      const command = new GetItemCommand({ TableName: tableName, Key: { id } });
      const known = (await client.send(command)).Item?.minute?.N;
      if (known !== undefined) return Number(known);
      await putIf(client, {
        ...{ TableName: tableName, Item: { id, minute: { N: `${minute}` } } },
        ConditionExpression: 'attribute_not_exists(id)',
      });
      return minute;
    },
  };
}

/** False if the condition is not met. */
async function putIf(
  client: DynamoDBClient,
  input: ConstructorParameters<typeof PutItemCommand>[0],
): Promise<boolean> {
  try {
    await client.send(new PutItemCommand(input));
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
