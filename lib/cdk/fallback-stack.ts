import { NestedStack } from 'aws-cdk-lib';
import { CfnCompositeAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { writeFallbackRules } from '../alarms/fallback-rules.ts';
import { fallbackAlarmName } from '../cloudwatch/names.ts';

type FallbackStackProps = Readonly<{
  service: string;
  alarmNames: readonly string[];
  /** The alarm that is on while the notifier works. */
  suppressor: string;
  topics: readonly ITopic[];
  description: string;
}>;

/**
 * CloudWatch waits this long, in seconds, for the suppressor to go on, and suppresses for this long
 * after it went off.
 */
const suppressorSeconds = 60;

/**
 * CloudWatch's own mail, which is sent only while the notifier does not work: one for all alarms,
 * because an outage of many jobs must not send a mail for each. If there are too many alarms for
 * one composite alarm, it watches others that watch them.
 */
export class FallbackStack extends NestedStack {
  constructor(scope: Construct, id: string, props: FallbackStackProps) {
    super(scope, id, { suppressTemplateIndentation: true });
    const { service, alarmNames } = props;
    const rules = writeFallbackRules(alarmNames);
    const [only, ...others] = rules;
    if (only === undefined) return;
    if (others.length === 0) {
      this.addMailing(props, only);
      return;
    }
    const parts = rules.map((rule, index) => this.addPart(service, rule, index + 1));
    const names = parts.map((_, index) => fallbackAlarmName(service, index + 1));
    const top = this.addMailing(props, writeFallbackRules(names).join(' OR '));
    for (const part of parts) top.addResourceDependency(part);
  }

  private addPart(service: string, alarmRule: string, part: number): CfnCompositeAlarm {
    return new CfnCompositeAlarm(this, `Part${part}`, {
      alarmName: fallbackAlarmName(service, part),
      alarmDescription: 'A part of the alarm that sends mails while the notifier does not work.',
      alarmRule,
    });
  }

  private addMailing(props: FallbackStackProps, alarmRule: string): CfnCompositeAlarm {
    const { service, suppressor, topics, description } = props;
    const actions = topics.map(({ topicArn }) => topicArn);
    return new CfnCompositeAlarm(this, 'Fallback', {
      alarmName: fallbackAlarmName(service),
      alarmDescription: description,
      alarmRule,
      alarmActions: actions,
      okActions: actions,
      actionsSuppressor: suppressor,
      actionsSuppressorWaitPeriod: suppressorSeconds,
      actionsSuppressorExtensionPeriod: suppressorSeconds,
    });
  }
}
