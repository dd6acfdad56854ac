import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { functionName, widgetFunctionName } from '../cloudwatch/names.ts';
import type { Config } from '../config/config.ts';
import { findJudgeMegabytes, findWidgetMegabytes } from '../cost/judge-memory.ts';
import { withConfigFile } from './bundled-config.ts';
import { createBundling } from './bundling.ts';
import { JobwatchFunction, type JobwatchFunctionProps } from './jobwatch-function.ts';
import { allowPublishing, allowQueries, allowReadingMutes } from './permissions.ts';

/** The function that judges the jobs, and the one that draws the dashboard's custom widgets. */
export class Functions extends Construct {
  readonly judge: IFunction;
  readonly widget: IFunction;

  constructor(scope: Construct, id: string, config: Config) {
    super(scope, id);
    const [judge, widget] = withConfigFile(config, file => {
      const shared = { bundling: createBundling(config.connection, file), vpc: config.vpc };
      return [
        new JobwatchFunction(this, 'judge', { ...describeJudge(config), ...shared }),
        new JobwatchFunction(this, 'widget', { ...describeWidget(config), ...shared }),
      ] as const;
    });
    this.judge = judge.lambda;
    this.widget = widget.lambda;
  }
}

type FunctionProps = Omit<JobwatchFunctionProps, 'bundling' | 'vpc'>;

function describeJudge(config: Config): FunctionProps {
  return {
    name: functionName(config.service),
    entry: 'judge.ts',
    description: `Judges the jobs of ${config.service}, once a minute`,
    memoryMegabytes: findJudgeMegabytes(config.fleet.jobs.length),
    // A round ends within its minute; its steps are limited to less than this.
    timeoutSeconds: 50,
    permissions: [...allowPublishing(config.service), ...allowQueries(config)],
  };
}

function describeWidget(config: Config): FunctionProps {
  return {
    name: widgetFunctionName(config.service),
    entry: 'widget.ts',
    description: `Draws the custom widgets of the dashboard of ${config.service}`,
    // A heatmap of many hours is a large answer, and a viewer waits for it.
    memoryMegabytes: findWidgetMegabytes(config.fleet.jobs.length, config.alarms),
    timeoutSeconds: 30,
    reservedConcurrency: config.dashboardConcurrency,
    permissions: [...allowQueries(config), allowReadingMutes(config.service)],
  };
}
