import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Config } from '../config/config.ts';
import type { Severity } from '../model/job.ts';

/** Your app's topics, by the severity of the alarms that notify them. */
export type GivenTopics = Readonly<Partial<Record<Severity, readonly ITopic[]>>>;

/** The configuration with these topics among those that alarms notify themselves. */
export function addTopics(config: Config, given: GivenTopics = {}): Config {
  const join = (severity: Severity) => [
    ...config.notify[severity],
    ...(given[severity] ?? []).map(({ topicArn }) => ({ kind: 'topic', topicArn }) as const),
  ];
  const notify = { ...config.notify, warning: join('warning'), critical: join('critical') };
  return { ...config, notify };
}
