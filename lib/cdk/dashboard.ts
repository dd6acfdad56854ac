import { type IResolvable, Stack, Token } from 'aws-cdk-lib';
import { CfnDashboard } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { dashboardName } from '../cloudwatch/names.ts';
import { type DashboardParts, dashboardBody } from '../panels/body.ts';

type JobwatchDashboardProps = Omit<DashboardParts, 'region'>;

/** The service's dashboard. ARNs may be tokens. */
export class JobwatchDashboard extends Construct {
  constructor(scope: Construct, id: string, props: JobwatchDashboardProps) {
    super(scope, id);
    const stack = Stack.of(this);
    const body = stack.toJsonString(dashboardBody({ ...props, region: stack.region }));
    new CfnDashboard(this, 'Dashboard', {
      dashboardName: dashboardName(props.config.service),
      dashboardBody: Token.asString(asText(body)),
    });
  }
}

/** CloudFormation would insert a secret for `{{resolve:`, for example in a job's name. */
function asText(json: string): IResolvable {
  return Token.asAny({
    creationStack: [],
    resolve: context => escapeReferences(context.resolve(json)),
    toString: () => json,
  } satisfies IResolvable);
}

/** JSON's own escape of a brace: a parser of the body reads the original text. */
function escapeReferences(resolved: unknown): unknown {
  if (typeof resolved === 'string') return resolved.replaceAll('{{resolve:', '{\\u007bresolve:');
  if (Array.isArray(resolved)) return resolved.map(escapeReferences);
  if (typeof resolved !== 'object' || resolved === null) return resolved;
  const entries = Object.entries(resolved).map(([key, value]) => [key, escapeReferences(value)]);
  return Object.fromEntries(entries);
}
