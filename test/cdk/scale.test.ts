import { beforeAll, describe, expect, test } from 'vitest';
import { mostListedJobs, refuseUndeployable } from '../../lib/cdk/guards.ts';
import { alertNames } from '../../lib/checks/index.ts';
import type { Config } from '../../lib/config/config.ts';
import { createConfig } from './config.ts';
import { findResources, type Resource, type Synthesized, synthesize } from './synth.ts';

// CloudFormation user guide, quotas: resources, template body in S3, parameters, outputs.
const cloudFormation = { resources: 500, templateBytes: 1_000_000, parameters: 200, outputs: 200 };

// CloudWatch API reference, PutMetricAlarm: name, description, actions per state.
const alarmLimits = { name: 255, description: 1024, actions: 5 };

// CloudWatch user guide, quotas, and dashboard body structure: widgets and metrics.
const dashboardLimits = { widgets: 500, metricsAWidget: 500, metrics: 2500, alarmsAWidget: 100 };

/** As many jobs as one stack allows, each with a name as long as real ones. */
const largest = createFleet(mostListedJobs);

let synthesized: Synthesized;
let synthMilliseconds: number;

beforeAll(() => {
  const started = performance.now();
  synthesized = synthesize(largest);
  synthMilliseconds = performance.now() - started;
});

describe(`${mostListedJobs} listed jobs`, () => {
  test('have an alarm for each alert, in a nested stack each, and one stack for the fallback', () => {
    const ofJobs = findResources(synthesized, 'AWS::CloudWatch::Alarm').filter(isOfJob);
    expect(ofJobs).toHaveLength(mostListedJobs * alertNames.length);
    expect(synthesized.templates.size).toBe(1 + alertNames.length + 1);
  });

  test("keep every template within CloudFormation's limits", () => {
    for (const [file, template] of synthesized.templates) {
      const { Resources, Parameters = {}, Outputs = {} } = template as Template;
      expect(Object.keys(Resources).length, file).toBeLessThanOrEqual(cloudFormation.resources);
      expect(Object.keys(Parameters).length, file).toBeLessThanOrEqual(cloudFormation.parameters);
      expect(Object.keys(Outputs).length, file).toBeLessThanOrEqual(cloudFormation.outputs);
      const bytes = Buffer.byteLength(JSON.stringify(template, undefined, 1));
      expect(bytes, file).toBeLessThan(cloudFormation.templateBytes);
    }
  });

  test('have alarms with different names, and texts that CloudWatch accepts', () => {
    const alarms = findResources(synthesized, 'AWS::CloudWatch::Alarm');
    expect(new Set(alarms.map(({ Properties }) => Properties.AlarmName)).size).toBe(alarms.length);
    for (const { Properties } of alarms) {
      const { AlarmName, AlarmDescription, AlarmActions = [] } = Properties as AlarmTexts;
      expect(AlarmName.length).toBeLessThanOrEqual(alarmLimits.name);
      expect(resolved(AlarmDescription).length).toBeLessThanOrEqual(alarmLimits.description);
      expect(AlarmActions.length).toBeLessThanOrEqual(alarmLimits.actions);
    }
  });

  test('leave the dashboard within its limits: it searches if there would be too many rows', () => {
    const widgets = readWidgets(synthesized);
    expect(widgets.length).toBeLessThanOrEqual(dashboardLimits.widgets);
    const rows = widgets.map(({ properties }) => properties.metrics?.length ?? 0);
    expect(Math.max(...rows)).toBeLessThanOrEqual(dashboardLimits.metricsAWidget);
    expect(rows.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(
      dashboardLimits.metrics,
    );
    for (const { properties } of widgets) {
      const shown = properties.alarms?.length ?? 0;
      expect(shown).toBeLessThanOrEqual(dashboardLimits.alarmsAWidget);
    }
  });

  test('add only alarms to the stack of a single job', () => {
    const others = ({ Type }: Resource) => Type !== 'AWS::CloudWatch::Alarm';
    const small = Object.values(synthesize(createFleet(1)).root.Resources).filter(others);
    const large = Object.values(synthesized.root.Resources).filter(others);
    expect(large).toHaveLength(small.length);
  });

  // The bound is the goal for a whole synth with its two bundles; about 3 s are usual.
  test('are synthesized within 15 s', () => {
    expect(synthMilliseconds).toBeLessThan(process.env.CI === undefined ? 60_000 : 15_000);
  });
});

test(`one more than ${mostListedJobs} is rejected with what to do`, () => {
  expect(() => refuseUndeployable(largest)).not.toThrow();
  expect(() => refuseUndeployable(createFleet(mostListedJobs + 1))).toThrow(
    `jobs: found ${mostListedJobs + 1}, expected at most ${mostListedJobs} in one stack. Split them: give each group of jobs a configuration with its own "service", and deploy each with -c config=<file>. Or set "alarms: job", which allows 2000.`,
  );
});

type Template = Readonly<{ Resources: object; Parameters?: object; Outputs?: object }>;

type AlarmTexts = Readonly<{
  AlarmName: string;
  AlarmDescription: unknown;
  AlarmActions?: readonly unknown[];
}>;

type Widgets = readonly Readonly<{
  properties: Readonly<{ metrics?: readonly unknown[]; alarms?: readonly unknown[] }>;
}>[];

function createFleet(count: number): Config {
  const job = (_: unknown, number: number) =>
    `  nightly_export_of_tenant_${String(number).padStart(4, '0')}_to_the_data_warehouse: { interval: 1h }`;
  return createConfig(['jobs:', ...Array.from({ length: count }, job)].join('\n'));
}

function isOfJob({ Properties }: Resource): boolean {
  return JSON.stringify(Properties.Dimensions ?? []).includes('"Job"');
}

/** The longest text after CloudFormation has inserted the region and account. */
function resolved(text: unknown): string {
  if (typeof text === 'string') return text;
  const [separator, parts] = (text as { 'Fn::Join': [string, unknown[]] })['Fn::Join'];
  return parts.map(part => (typeof part === 'string' ? part : 'ap-southeast-99')).join(separator);
}

function readWidgets(from: Synthesized): Widgets {
  const [dashboard] = findResources(from, 'AWS::CloudWatch::Dashboard');
  const body = resolved(dashboard?.Properties.DashboardBody);
  return (JSON.parse(body) as { widgets: Widgets }).widgets;
}
