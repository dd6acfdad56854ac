import { basename } from 'node:path';
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyDocument, type PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  CfnFunction,
  type Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
} from 'aws-cdk-lib/aws-lambda';
import { type ILogGroup, LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Config } from '../config/config.ts';
import { type Bundling, withCode } from './bundling.ts';
import { allowLogging } from './permissions.ts';

export type JobwatchFunctionProps = Readonly<{
  name: string;
  /** File in `functions/`. */
  entry: string;
  description: string;
  memoryMegabytes: number;
  timeoutSeconds: number;
  /** Concurrent executions, which are reserved from the account's. */
  reservedConcurrency?: number | undefined;
  permissions: readonly PolicyStatement[];
  /** What only the stack knows; everything else is in the bundled configuration. */
  environment?: Readonly<Record<string, string>>;
  bundling: Bundling;
  vpc: Config['vpc'];
}>;

/**
 * A Lambda with its own role and log group. It is never retried, because the next minute follows.
 */
export class JobwatchFunction extends Construct {
  readonly lambda: LambdaFunction;

  constructor(scope: Construct, id: string, props: JobwatchFunctionProps) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'Logs', {
      logGroupName: `/aws/lambda/${props.name}`,
      retention: RetentionDays.TWO_WEEKS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.lambda = withCode(basename(props.entry, '.ts'), props.bundling, (code, secretArns) => {
      const environment = { ...props.environment, ...secretArns };
      return this.addFunction({ ...props, environment }, code, logGroup);
    });
    this.enterNetwork(props.vpc);
  }

  private addFunction(props: JobwatchFunctionProps, code: Code, logGroup: ILogGroup) {
    return new LambdaFunction(this, 'Function', {
      functionName: props.name,
      description: props.description,
      code,
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memoryMegabytes,
      timeout: Duration.seconds(props.timeoutSeconds),
      ...(props.reservedConcurrency === undefined
        ? {}
        : { reservedConcurrentExecutions: props.reservedConcurrency }),
      retryAttempts: 0,
      maxEventAge: Duration.seconds(60),
      loggingFormat: LoggingFormat.JSON,
      logGroup,
      role: this.addRole([allowLogging(logGroup.logGroupArn), ...props.permissions]),
      environment: { ...props.environment },
    });
  }

  /**
   * The permissions are in the role itself, so that the function never starts before it has them.
   */
  private addRole(statements: PolicyStatement[]): Role {
    return new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: { Jobwatch: new PolicyDocument({ statements }) },
    });
  }

  /** The ids are used as they are: looking up a network would need the account at synth. */
  private enterNetwork(vpc: Config['vpc']): void {
    if (vpc === undefined) return;
    const resource = this.lambda.node.defaultChild;
    if (!(resource instanceof CfnFunction)) throw new TypeError('a function without its resource');
    resource.vpcConfig = {
      subnetIds: [...vpc.subnetIds],
      securityGroupIds: [...vpc.securityGroupIds],
    };
  }
}
