import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { CheckName } from '../checks/check.ts';
import { checks } from '../checks/index.ts';
import { functionName, widgetFunctionName } from '../cloudwatch/names.ts';
import type { Config } from '../config/config.ts';
import { bundlingOf } from './bundling.ts';
import { JobwatchFunction } from './jobwatch-function.ts';
import { toAskPrometheus, toPublish } from './permissions.ts';

/** A function for each check, and one that draws the dashboard's custom widgets. */
export class Functions extends Construct {
  readonly byCheck: ReadonlyMap<CheckName, IFunction>;
  readonly widget: IFunction;

  constructor(scope: Construct, id: string, config: Config) {
    super(scope, id);
    const shared = { bundling: bundlingOf(config), vpc: config.vpc };
    const ofChecks = checks.map(({ name, summary }) => {
      const { lambda } = new JobwatchFunction(this, name, {
        ...shared,
        name: functionName(config.service, name),
        entry: `${name}.ts`,
        description: `${summary}, once a minute`,
        memoryMegabytes: 256,
        // a run ends within its minute; what it does is bounded below this
        timeoutSeconds: 50,
        permissions: [...toPublish(), ...toAskPrometheus(config)],
      });
      return [name, lambda] as const;
    });
    this.byCheck = new Map(ofChecks);
    this.widget = new JobwatchFunction(this, 'widget', {
      ...shared,
      name: widgetFunctionName(config.service),
      entry: 'widget.ts',
      description: `Draws the custom widgets of the dashboard of ${config.service}`,
      // a heatmap of many hours is a large answer, and a viewer waits for it
      memoryMegabytes: 512,
      timeoutSeconds: 30,
      permissions: toAskPrometheus(config),
    }).lambda;
  }
}
