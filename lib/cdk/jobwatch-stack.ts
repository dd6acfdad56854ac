import {
  CfnOutput,
  DefaultStackSynthesizer,
  type IStackSynthesizer,
  Stack,
  Tags,
} from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { stackName } from '../cloudwatch/names.ts';
import type { Config } from '../config/config.ts';
import { Jobwatch } from './jobwatch.ts';

export type JobwatchStackProps = Readonly<{ config: Config }>;

/** A stack that contains one Jobwatch and nothing else. Throws DeploymentError. */
export class JobwatchStack extends Stack {
  readonly jobwatch: Jobwatch;

  constructor(scope: Construct, { config }: JobwatchStackProps) {
    const { service, tags } = config;
    super(scope, stackName(service), {
      stackName: stackName(service),
      description: `Jobwatch: watches the background jobs of ${service}`,
      // The version parameter would only repeat what the CLI checks before it uploads.
      synthesizer: new DefaultStackSynthesizer({
        generateBootstrapVersionRule: false,
      }) as IStackSynthesizer,
    });
    // CDK leaves this id out of the names of resources, so they are named as in the stack itself.
    this.jobwatch = new Jobwatch(this, 'Default', { config });
    new CfnOutput(this, 'DashboardUrl', { value: this.jobwatch.dashboardUrl });
    const { warning, critical } = this.jobwatch.topics;
    if (warning) new CfnOutput(this, 'WarningTopicArn', { value: warning.topicArn });
    if (critical) new CfnOutput(this, 'CriticalTopicArn', { value: critical.topicArn });
    for (const [key, value] of Object.entries(tags)) Tags.of(this).add(key, value);
  }
}
