import type { AlarmState } from '../../alarms/evaluate.ts';
import type { AlarmSnapshot } from '../alarm.ts';
import { cutText, toAscii } from '../words/name-text.ts';
import type { MailPayload } from './mail.ts';

/** What CloudWatch's message contains and the alarm itself does not. */
type RawContext = Readonly<{
  accountId: string;
  /** Its name, such as `eu-west-1`, and as CloudWatch writes it, such as `EU (Ireland)`. */
  region: string;
  regionName: string;
  description: string;
  oldState: AlarmState;
  reason: string;
}>;

/** Longest subject, in characters. Source: SNS API reference, Publish. */
const subjectLimit = 100;

/**
 * A state change as CloudWatch's own alarm action publishes it, for tools that read it. Its keys
 * are those of CloudWatch; `Trigger` is left out. Source: CloudWatch User Guide, alarm actions.
 */
export function formatRaw(alarm: AlarmSnapshot, context: RawContext): MailPayload {
  const { name, state, since } = alarm;
  const { accountId, region, regionName, description, oldState, reason } = context;
  const subject = cutText(toAscii(`${state}: "${name}" in ${regionName}`), subjectLimit, '...');
  const body = JSON.stringify({
    AlarmName: name,
    AlarmDescription: description,
    AWSAccountId: accountId,
    NewStateValue: state,
    NewStateReason: reason,
    StateChangeTime: new Date(since * 1_000).toISOString().replace('Z', '+0000'),
    Region: regionName,
    AlarmArn: `arn:aws:cloudwatch:${region}:${accountId}:alarm:${name}`,
    OldStateValue: oldState,
  });
  return { subject, body };
}
