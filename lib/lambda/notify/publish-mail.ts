import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { DeliveryFault, DeliveryResult } from '../../notify/channels/delivery.ts';
import type { MailPayload } from '../../notify/channels/mail.ts';

/** Publishes a mail to a topic; the SDK retries by itself. Never rejects. */
export async function publishMail(
  client: SNSClient,
  topicArn: string,
  { subject, body }: MailPayload,
): Promise<DeliveryResult> {
  try {
    const command = new PublishCommand({ TopicArn: topicArn, Subject: subject, Message: body });
    const { $metadata } = await client.send(command);
    return { ok: true, attempts: $metadata.attempts ?? 1 };
  } catch (error) {
    return describeFailure(error);
  }
}

const faults: Readonly<Record<string, DeliveryFault>> = {
  AuthorizationErrorException: 'rejected',
  AccessDenied: 'rejected',
  NotFoundException: 'bad-address',
  ThrottledException: 'rate-limited',
  TimeoutError: 'timeout',
};

function describeFailure(error: unknown): DeliveryResult {
  if (!(error instanceof Error)) {
    return { ok: false, code: 'failed', problem: 'SNS failed', attempts: 1 };
  }
  const { httpStatusCode: status, attempts = 1 } =
    (error as Readonly<{ $metadata?: SdkMetadata }>).$metadata ?? {};
  const byStatus = status === undefined ? 'unreachable' : status >= 500 ? 'server-error' : 'failed';
  const code = faults[error.name] ?? byStatus;
  const problem = `${error.name}: ${error.message}`.slice(0, 200);
  return { ok: false, code, problem, attempts, ...(status === undefined ? {} : { status }) };
}

type SdkMetadata = Readonly<{ httpStatusCode?: number; attempts?: number }>;
