import { App, Stack } from 'aws-cdk-lib';
import { expect, test } from 'vitest';
import { JobwatchDashboard } from '../../lib/cdk/dashboard.ts';
import { parse } from '../config/parse.ts';

type Properties = Readonly<{
  DashboardName: string;
  DashboardBody: { 'Fn::Join': [string, (string | { Ref: string })[]] };
}>;
type Template = { Resources: Record<string, { Type: string; Properties: Properties }> };

test('the dashboard is named after the service, and its region is the stack’s', {
  timeout: 120_000,
}, () => {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  const config = parse(
    'service: clipper\nprometheus: { url: "http://localhost:9090" }\njobs: { a: { interval: 5m } }',
  );
  const arn = `arn:aws:lambda:${stack.region}:${stack.account}:function:widget`;
  new JobwatchDashboard(stack, 'Dashboard', {
    config,
    widgetFunctionArn: arn,
    alarmArns: { critical: [], warning: [] },
  });
  const { Resources } = app.synth().getStackByName('Stack').template as Template;
  const found = Object.values(Resources).find(({ Type }) => Type.endsWith('::Dashboard'));
  expect(found?.Properties.DashboardName).toBe('jobwatch-clipper');
  const parts = found?.Properties.DashboardBody['Fn::Join'][1];
  const body = parts?.map(part => (typeof part === 'string' ? part : 'here')).join('');
  expect(JSON.parse(body ?? '')).toMatchObject({
    start: '-PT6H',
    widgets: expect.arrayContaining([
      expect.objectContaining({
        type: 'custom',
        properties: expect.objectContaining({
          endpoint: 'arn:aws:lambda:here:here:function:widget',
        }),
      }),
      expect.objectContaining({
        type: 'metric',
        properties: expect.objectContaining({ region: 'here' }),
      }),
    ]),
  });
});
