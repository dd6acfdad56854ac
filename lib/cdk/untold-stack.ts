import { NestedStack } from 'aws-cdk-lib';
import { CfnCompositeAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { writeUntoldRules } from '../alarms/untold-rules.ts';
import { untoldAlarmName } from '../cloudwatch/names.ts';
import type { Severity } from '../model/job.ts';

export type UntoldStackProps = Readonly<{
  service: string;
  severity: Severity;
  alarmNames: readonly string[];
  /** The alarm that is on while the notifier reports. */
  suppressor: string;
  topic: ITopic;
  description: string;
}>;

/** CloudWatch waits so long, in seconds, for the suppressor, and goes on so long after it. */
const suppressorSeconds = 60;

/**
 * CloudWatch's own mail of a severity, which goes out only while the notifier does not report: one
 * for all its alarms, as a mass outage must not mail for each. A composite alarm that has too many
 * alarms to watch watches others that do.
 */
export class UntoldStack extends NestedStack {
  constructor(scope: Construct, id: string, props: UntoldStackProps) {
    super(scope, id, { suppressTemplateIndentation: true });
    const { service, severity, alarmNames } = props;
    const rules = writeUntoldRules(alarmNames);
    const [only, ...others] = rules;
    if (only === undefined) return;
    if (others.length === 0) {
      this.addTelling(props, only);
      return;
    }
    const parts = rules.map((rule, index) => this.addPart(props, rule, index + 1));
    const names = parts.map((_, index) => untoldAlarmName(service, severity, index + 1));
    const top = this.addTelling(props, writeUntoldRules(names).join(' OR '));
    for (const part of parts) top.addResourceDependency(part);
  }

  private addPart(
    { service, severity }: UntoldStackProps,
    alarmRule: string,
    part: number,
  ): CfnCompositeAlarm {
    return new CfnCompositeAlarm(this, `Part${part}`, {
      alarmName: untoldAlarmName(service, severity, part),
      alarmDescription: 'A part of the alarm that speaks while the notifier is silent.',
      alarmRule,
    });
  }

  private addTelling(props: UntoldStackProps, alarmRule: string): CfnCompositeAlarm {
    const { service, severity, suppressor, topic, description } = props;
    return new CfnCompositeAlarm(this, 'Untold', {
      alarmName: untoldAlarmName(service, severity),
      alarmDescription: description,
      alarmRule,
      alarmActions: [topic.topicArn],
      okActions: [topic.topicArn],
      actionsSuppressor: suppressor,
      actionsSuppressorWaitPeriod: suppressorSeconds,
      actionsSuppressorExtensionPeriod: suppressorSeconds,
    });
  }
}
