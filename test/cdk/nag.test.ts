import { App, Stack } from 'aws-cdk-lib';
import { CfnRole } from 'aws-cdk-lib/aws-iam';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import { expect, test } from 'vitest';
import { JobwatchStack } from '../../lib/cdk/jobwatch-stack.ts';
import type { Config } from '../../lib/config/config.ts';
import { configurations } from './configurations.ts';
import { suppressions } from './nag-suppressions.ts';
import { type Statement, toList } from './statements.ts';

test.each(configurations)('cdk-nag finds nothing unexplained in %s', (_name, config) => {
  const explained = new Set(suppressions.flatMap(spell));
  const found = runNag(config).filter(finding => !explained.has(finding));
  expect(found).toEqual([]);
});

test('every explanation belongs to a finding', () => {
  const found = new Set(configurations.flatMap(([, config]) => runNag(config)));
  expect(suppressions.flatMap(spell).filter(explained => !found.has(explained))).toEqual([]);
});

function spell({ resource, actions }: Readonly<{ resource: string; actions: readonly string[] }>) {
  return actions.map(action => `AwsSolutions-IAM5[Resource::${resource}] ${action}`);
}

/** The AWS Solutions rules on every resource of the app. They leave no trace in the template. */
function runNag(config: Config): string[] {
  const app = new App({
    context: { 'aws:cdk:bundling-stacks': [] },
    builtinCloudFormationValidation: false,
  });
  new JobwatchStack(app, { config });
  const { violations } = new AwsSolutionsChecks(app).validateScope(app);
  return violations.flatMap(({ ruleName, violatingResources }) =>
    violatingResources.flatMap(({ constructPath = '' }) =>
      inWords(ruleName, at(app, constructPath)),
    ),
  );
}

/** A wildcard of a role is reported for each action that has it, anything else with its place. */
function inWords(rule: string, construct: IConstruct): string[] {
  const wildcard = /\[Resource::(.+)\]$/.exec(rule)?.[1];
  if (wildcard === undefined || !(construct instanceof CfnRole)) {
    return [`${rule} ${construct.node.path}`];
  }
  const policies: readonly { policyDocument: { Statement: readonly Statement[] } }[] = Stack.of(
    construct,
  ).resolve(construct.policies);
  return policies
    .flatMap(({ policyDocument }) => policyDocument.Statement)
    .filter(({ Resource }) => toList(Resource).includes(wildcard))
    .flatMap(({ Action }) => toList(Action))
    .map(action => `${rule} ${action}`);
}

function at(root: IConstruct, path: string): IConstruct {
  return path.split('/').reduce((scope, id) => scope.node.findChild(id), root);
}
