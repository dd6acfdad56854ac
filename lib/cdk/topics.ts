import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Config } from '../config/config.ts';
import type { Severity } from '../model/job.ts';

/** Topics of the app's own, by the severity whose alarms tell them. */
export type GivenTopics = Readonly<Partial<Record<Severity, readonly ITopic[]>>>;

/** The configuration with these topics among those whom alarms tell by themselves. */
export function addTopics(config: Config, given: GivenTopics = {}): Config {
  const join = (severity: Severity) => [
    ...config.notify[severity],
    ...(given[severity] ?? []).map(({ topicArn }) => ({ kind: 'topic', topicArn }) as const),
  ];
  const notify = { ...config.notify, warning: join('warning'), critical: join('critical') };
  return { ...config, notify };
}
