import { NestedStack } from 'aws-cdk-lib';
import { CfnCompositeAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { writeFallbackRules } from '../alarms/fallback-rules.ts';
import { fallbackAlarmName } from '../cloudwatch/names.ts';
import type { Severity } from '../model/job.ts';

export type FallbackStackProps = Readonly<{
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
export class FallbackStack extends NestedStack {
  constructor(scope: Construct, id: string, props: FallbackStackProps) {
    super(scope, id, { suppressTemplateIndentation: true });
    const { service, severity, alarmNames } = props;
    const rules = writeFallbackRules(alarmNames);
    const [only, ...others] = rules;
    if (only === undefined) return;
    if (others.length === 0) {
      this.addMailing(props, only);
      return;
    }
    const parts = rules.map((rule, index) => this.addPart(props, rule, index + 1));
    const names = parts.map((_, index) => fallbackAlarmName(service, severity, index + 1));
    const top = this.addMailing(props, writeFallbackRules(names).join(' OR '));
    for (const part of parts) top.addResourceDependency(part);
  }

  private addPart(
    { service, severity }: FallbackStackProps,
    alarmRule: string,
    part: number,
  ): CfnCompositeAlarm {
    return new CfnCompositeAlarm(this, `Part${part}`, {
      alarmName: fallbackAlarmName(service, severity, part),
      alarmDescription: 'A part of the alarm that speaks while the notifier is silent.',
      alarmRule,
    });
  }

  private addMailing(props: FallbackStackProps, alarmRule: string): CfnCompositeAlarm {
    const { service, severity, suppressor, topic, description } = props;
    return new CfnCompositeAlarm(this, 'Fallback', {
      alarmName: fallbackAlarmName(service, severity),
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
