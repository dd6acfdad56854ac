import { expect, test } from 'vitest';
import { createConfig } from './config.ts';
import { synthesize } from './synth.ts';

const { templates, root } = synthesize(createConfig());

/**
 * Logical ids of version 0.1 for named resources. With another id, an update would first create a
 * second one of that name, which fails, and a topic that is created again has no confirmed
 * addresses.
 */
test.each([
  ['alarmSourceUnreachableF87DEF94', 'AWS::CloudWatch::Alarm'],
  ['alarmUnlistedBackgroundJobFailingE083AB87', 'AWS::CloudWatch::Alarm'],
  ['alarmUnlistedJobs68F42F5F', 'AWS::CloudWatch::Alarm'],
  ['DashboardB5E3F5DB', 'AWS::CloudWatch::Dashboard'],
  ['FunctionswidgetFunction455B18F8', 'AWS::Lambda::Function'],
  ['Notificationscritical7FAC3771', 'AWS::SNS::Topic'],
  ['NotificationswarningA6A695AB', 'AWS::SNS::Topic'],
  ['SchedulesGroupD276B6F4', 'AWS::Scheduler::ScheduleGroup'],
])('an update from 0.1 keeps %s', (id, type) => {
  expect(root.Resources[id]?.Type).toBe(type);
});

test('an update from 0.1 keeps the alarms of a job, which only the job names within its stack', () => {
  const [, failing] = [...templates].find(([file]) => file.includes('BackgroundJobFailing')) ?? [];
  expect(Object.keys(failing?.Resources ?? {})).toContain('alarmclipsyncC511EB7F');
});
