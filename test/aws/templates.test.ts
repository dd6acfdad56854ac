import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { mostListedJobs } from '../../lib/cdk/guards.ts';
import { createConfig } from '../cdk/config.ts';
import { synthesize } from '../cdk/synth.ts';
import { lintTemplates } from '../integration/cfn-lint.ts';
import { evilNames } from '../untrusted/evil-names.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'jobwatch-templates-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const hard = [...Object.values(evilNames), '{{resolve:ssm:/x}}', 'ジ'.repeat(29), 'ジ'.repeat(300)];
const many = Array.from({ length: mostListedJobs }, (_, number) => `ops/job-${number}`);

test.each([
  ['names that are hard', hard, 'alert'],
  ['names that are hard', hard, 'job'],
  ['as many jobs as may be listed', many, 'alert'],
  ['as many jobs as may be listed', many, 'job'],
] as const)(
  'cfn-lint finds nothing in any template, with %s and alarms: $2',
  { timeout: 300_000 },
  async (_what, names, alarms) => {
    const jobs = Object.fromEntries(names.map(name => [name, { interval: '5m' }]));
    const mails = 'notify: { warning: [a@example.com], critical: [b@example.com] }';
    const { templates } = synthesize(
      createConfig(`jobs: ${JSON.stringify(jobs)}\n${mails}\nalarms: ${alarms}`),
    );
    for (const [file, template] of templates) {
      if (names === many && isLikeAnother(file)) continue;
      await writeFile(join(directory, file), JSON.stringify(template));
    }
    expect(lintTemplates(directory)).toEqual([]);
  },
);

/** A stack of many jobs takes cfn-lint up to 15 s: one of each kind, or all with JOBWATCH_LARGE=1. */
function isLikeAnother(file: string): boolean {
  return (
    process.env.JOBWATCH_LARGE === undefined && /BackgroundJob(?!Failing)|Jobs(?!01)/.test(file)
  );
}

test('an action that AWS does not have and a property of the wrong type are found', async () => {
  const statement = { Effect: 'Allow', Action: 'cloudwatch:PutMetricDatum', Resource: '*' };
  const PolicyDocument = { Version: '2012-10-17', Statement: [statement] };
  const Properties = {
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Principal: { Service: 'lambda.amazonaws.com' },
        },
      ],
    },
    Policies: [{ PolicyName: 'own', PolicyDocument }],
    MaxSessionDuration: 'long',
  };
  const Resources = { Role: { Type: 'AWS::IAM::Role', Properties } };
  await writeFile(join(directory, 'wrong.template.json'), JSON.stringify({ Resources }));
  const rules = lintTemplates(directory).map(({ rule }) => rule);
  expect(rules.toSorted()).toEqual(['E3012', 'W3037']);
});
