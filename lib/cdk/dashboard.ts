import { Stack } from 'aws-cdk-lib';
import { CfnDashboard } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { dashboardName } from '../cloudwatch/names.ts';
import { type DashboardParts, dashboardBody } from '../panels/body.ts';

export type JobwatchDashboardProps = Omit<DashboardParts, 'region'>;

/** The service's dashboard. ARNs may be tokens. */
export class JobwatchDashboard extends Construct {
  constructor(scope: Construct, id: string, props: JobwatchDashboardProps) {
    super(scope, id);
    const stack = Stack.of(this);
    new CfnDashboard(this, 'Dashboard', {
      dashboardName: dashboardName(props.config.service),
      dashboardBody: stack.toJsonString(dashboardBody({ ...props, region: stack.region })),
    });
  }
}
