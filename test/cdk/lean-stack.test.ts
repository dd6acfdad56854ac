import { beforeAll, describe, expect, test } from 'vitest';
import { allAlarms } from '../../lib/alarms/all-alarms.ts';
import { mostJobsWithVerdicts, refuseUndeployable } from '../../lib/cdk/guards.ts';
import { groupJobAlarms } from '../../lib/cdk/job-groups.ts';
import type { Config } from '../../lib/config/config.ts';
import { createConfig } from './config.ts';
import { findResources, type Synthesized, synthesize } from './synth.ts';

// CloudFormation user guide, quotas: resources, template body in S3, parameters, outputs.
const limits = { resources: 500, templateBytes: 1_000_000, parameters: 200, outputs: 200 };

const nameJob = (number: number) =>
  `nightly_export_of_tenant_${String(number).padStart(4, '0')}_to_the_data_warehouse`;

function createFleet(count: number, leftOut?: number): Config {
  const numbers = Array.from({ length: count }, (_, index) => index).filter(n => n !== leftOut);
  const jobs = numbers.map(number => `  ${nameJob(number)}: { interval: 1h }`);
  return createConfig(
    ['alarms: job', 'notify: { critical: [a@example.com] }', 'jobs:', ...jobs].join('\n'),
  );
}

/** The stack of each alarm of a job. */
function listPlaces(config: Config): Record<string, string> {
  const groups = groupJobAlarms(allAlarms(config, 'eu-west-1'), 'job');
  return Object.fromEntries(
    [...groups].flatMap(([stack, plans]) => plans.map(({ name }) => [name, stack])),
  );
}

describe('six jobs', () => {
  let six: Synthesized;
  beforeAll(() => {
    six = synthesize(createFleet(6));
  });

  const listAlarms = () =>
    findResources(six, 'AWS::CloudWatch::Alarm').map(({ Properties: p }) => {
      const rule = `${p.DatapointsToAlarm}/${p.EvaluationPeriods} > ${p.Threshold}`;
      return `${p.AlarmName} ${rule} ${p.TreatMissingData} ${p.MetricName ?? 'expression'}`;
    });

  test('have two alarms each, on their verdict, decided by one datapoint', () => {
    const own = listAlarms().filter(text => text.includes(nameJob(3)));
    expect(own.toSorted()).toEqual([
      `clipper/${nameJob(3)}/critical 1/1 > 1 ignore Verdict`,
      `clipper/${nameJob(3)}/warning 1/1 > 0 ignore Verdict`,
    ]);
  });

  test('have an alarm for a notifier that has failed, and no composite alarm', () => {
    expect(listAlarms()).toContain('clipper/FallbackAlarm 5/5 > 0 ignore expression');
    expect(findResources(six, 'AWS::CloudWatch::CompositeAlarm')).toEqual([]);
  });

  test('have one pair of alarms for all unlisted jobs', () => {
    const others = listAlarms().filter(text => text.includes('/Unlisted'));
    expect(others.toSorted()).toEqual([
      'clipper/UnlistedCritical 1/1 > 1 ignore UnlistedVerdict',
      'clipper/UnlistedJobs 15/15 > 0 ignore UnlistedVerdict',
    ]);
  });
});

describe.each([490, mostJobsWithVerdicts])('%i jobs', count => {
  let synthesized: Synthesized;
  beforeAll(() => {
    synthesized = synthesize(createFleet(count));
  });

  test('have two alarms each, in at most twenty nested stacks', () => {
    const verdicts = findResources(synthesized, 'AWS::CloudWatch::Alarm').filter(
      ({ Properties }) => Properties.MetricName === 'Verdict',
    );
    expect(verdicts).toHaveLength(2 * count);
    expect(findResources(synthesized, 'AWS::CloudFormation::Stack').length).toBeLessThanOrEqual(20);
  });

  test("keep every template within CloudFormation's limits", () => {
    for (const [file, template] of synthesized.templates) {
      const { Resources, Parameters = {}, Outputs = {} } = template as Template;
      expect(Object.keys(Resources).length, file).toBeLessThanOrEqual(limits.resources);
      expect(Object.keys(Parameters).length, file).toBeLessThanOrEqual(limits.parameters);
      expect(Object.keys(Outputs).length, file).toBeLessThanOrEqual(limits.outputs);
      const bytes = Buffer.byteLength(JSON.stringify(template, undefined, 1));
      expect(bytes, file).toBeLessThan(limits.templateBytes);
    }
  });
});

type Template = Readonly<{ Resources: object; Parameters?: object; Outputs?: object }>;

describe('no alarm ever moves to another stack', () => {
  const before = listPlaces(createFleet(300));

  test('when a job is added', () => {
    expect(listPlaces(createFleet(301))).toMatchObject(before);
  });

  test('when a job is removed', () => {
    const after = listPlaces(createFleet(300, 17));
    expect(Object.keys(after)).toHaveLength(2 * 299);
    expect(before).toMatchObject(after);
  });
});

test('more jobs than a round has time for are rejected', () => {
  expect(() => refuseUndeployable(createFleet(mostJobsWithVerdicts + 1))).toThrow(
    'jobs: found 2001, expected at most 2000 in one stack.',
  );
});
