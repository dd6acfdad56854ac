import { expect, test } from 'vitest';
import { allAlarms } from '../../lib/alarms/all-alarms.ts';
import { composeMail, exampleRegion, formatAlarmMail } from '../../lib/alarms/mail.ts';
import type { AlarmPlan } from '../../lib/alarms/plan.ts';
import { alertNames } from '../../lib/checks/index.ts';
import type { Config } from '../../lib/config/config.ts';
import { loadConfig, parseConfig } from '../../lib/config/load.ts';

const clipper = await loadConfig('jobwatch.yaml');

test('the mails of each alert, for a job of Clipper, and of all alarms on the service match the golden file', async () => {
  const jobs = ['clip_sync', 'reputation_tasks', 'trending_score_refresh', 'webhook_retry'];
  const all = planAll(clipper);
  const listed = alertNames.map((alert, index) => {
    const ofAlert = all.filter(plan => plan.alert === alert);
    return ofAlert.find(({ job }) => job === jobs[index % jobs.length]) ?? ofAlert[0];
  });
  const own = all.filter(({ job }) => job === undefined);
  const plans = [...listed.filter(plan => plan !== undefined), ...own];

  const mails = plans.map(plan => formatAlarmMail(composeMail(plan, clipper)));

  expect(plans).toHaveLength(2 * alertNames.length + 4);
  await expect(mails.join(`\n${'='.repeat(100)}\n\n`)).toMatchFileSnapshot('golden/mails.txt');
});

test('every example breaches: its values are on the wrong side of the limit', () => {
  for (const plan of planAll(clipper).filter(plan => plan.treatMissingData === 'ignore')) {
    const values =
      readReason(plan)
        .match(/[\d.]+(?= \(\d\d\/)/g)
        ?.map(Number) ?? [];
    const isOver = (value: number) =>
      plan.comparison === 'GreaterThanThreshold' ? value > plan.threshold : value < plan.threshold;

    expect(values).toHaveLength(Math.min(plan.evaluationPeriods, 5));
    expect({ plan: plan.name, within: values.filter(value => !isOver(value)) }).toEqual({
      plan: plan.name,
      within: [],
    });
  }
});

test('a subject has at most 100 characters', () => {
  const config = createConfig(`"${'long '.repeat(60)}": { interval: 5m }`);
  for (const plan of planAll(config)) {
    const { subject } = composeMail(plan, config);
    expect(subject.length).toBeLessThanOrEqual(100);
    expect(subject).toMatch(/^ALARM: ".*" in EU \(Ireland\)$/);
  }
});

test('an existing topic sends under the name that AWS gives it', () => {
  const topicArn = 'arn:aws:sns:eu-west-1:123456789012:oncall';
  const config = createConfig(
    'clip_sync: { interval: 15m }',
    `notify: { critical: [{ topicArn: "${topicArn}" }] }`,
  );
  const [plan] = planAll(config);

  const mail = composeMail(plan as AlarmPlan, config);

  expect(mail.from).toBe('AWS Notifications <no-reply@sns.amazonaws.com>');
  expect(mail.body).toContain(`- ALARM: [${topicArn}]`);
});

function planAll(config: Config): AlarmPlan[] {
  return allAlarms(config, exampleRegion);
}

function readReason(plan: AlarmPlan): string {
  const { body } = composeMail(plan, clipper);
  return body.slice(0, body.indexOf('View this alarm'));
}

function createConfig(job: string, more = ''): Config {
  const text = `service: clipper\nprometheus: { url: "http://localhost:9090" }\njobs:\n  ${job}\n${more}\n`;
  return parseConfig(text, { file: 'test.yaml', baseDirectory: '/', readFile: () => '' });
}
