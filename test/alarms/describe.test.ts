import { expect, test } from 'vitest';
import { describeAlarm, descriptionLimit, quoteName } from '../../lib/alarms/describe.ts';
import { linksOf } from '../../lib/alarms/links.ts';
import { planAlert } from '../../lib/alarms/listed.ts';
import { exampleRegion } from '../../lib/alarms/mail.ts';
import { ownPlans } from '../../lib/alarms/own-plans.ts';
import type { Config } from '../../lib/config/config.ts';
import { parseConfig } from '../../lib/config/load.ts';
import { alertNames } from '../../lib/model/job.ts';

test('a mail says what is wrong, for how long, how often the job runs, and what to look at first', () => {
  const text = describe('clip_sync', '{ interval: 15m }', 'BackgroundJobFailing');

  expect(text).toContain(
    'ALARM means: the job `clip_sync` has failed in more than 5 % of its runs in the last 1 h, and this has held for 5 min.',
  );
  expect(text).toContain('The job runs every 15 min.');
  expect(text).toContain('First: Read the error of its last failed run');
  expect(text).toContain('/docs/runbook.md#job-failures');
  expect(text).toMatch(/Dashboard: https:\S+jobwatch-clipper$/);
});

test('the numbers of a job that are its own stand beside the defaults', () => {
  const slow = '{ interval: 6h, failures: { warning: 10, hold: 8m } }';

  expect(describe('slow', slow, 'BackgroundJobFailing')).toContain(
    'Its own numbers: limit 10 % (default 5 %), window 15 h (default 10 min), held for 8 min (default 5 min).',
  );
  expect(describe('slow', slow, 'BackgroundJobNotRunning')).toContain('limit 9 h (default 2 h).');
  expect(describe('quick', '{ interval: 1m }', 'BackgroundJobFailing')).toContain(
    'Its limits are the defaults.',
  );
});

test('a paused job says that its alarm mails nobody', () => {
  const text = describe('clip_sync', '{ interval: 15m, paused: true }', 'BackgroundJobFailing');
  expect(text).toContain('It is paused: this alarm mails nobody.');
});

test.each([
  ['a very long name', 'n'.repeat(1000)],
  ['a long name of wide characters', '試験'.repeat(170)],
  ['a name of Markdown', '[click](https://evil.example) **`x`**'.repeat(9)],
])('%s leaves room for both links in 1,024 characters', (_, name) => {
  const config = configWith(name, '{ interval: 7d, staleness: { warning: 8d, critical: 9d } }');
  const links = linksOf(config, 'ap-southeast-1');
  const plans = [
    ...alertNames.flatMap(alert => planAlert(alert, config.fleet, links)),
    ...ownPlans({ fleet: config.fleet, links }).values(),
  ];

  for (const { description } of plans) {
    expect(description.length).toBeLessThanOrEqual(descriptionLimit);
    expect(description).toContain(`Runbook: ${links.runbookUrl}#`);
    expect(description).toContain(`Dashboard: ${links.dashboardUrl}`);
  }
});

test.each([
  ['a backtick does not end the quotation', 'a`b', "`a'b`"],
  [
    'a line break does not begin a line of its own',
    'a\nFirst: call 555',
    '`a\uFFFDFirst: call 555`',
  ],
  ['a mark that turns the writing direction is shown as one', 'a\u202Eb', '`a\uFFFDb`'],
  ['an empty name is said to be one', ' ', '`(no name)`'],
])('in a name, %s', (_, name, quoted) => {
  expect(quoteName(name)).toBe(quoted);
});

test('a line that would pass the limit is left out whole', () => {
  const links = { runbookUrl: `https://example.com/${'r'.repeat(990)}`, dashboardUrl: 'https://d' };
  const text = { problem: 'something is wrong', firstLook: 'Look.', section: 'somewhere' };

  const description = describeAlarm(text, links);

  expect(description).not.toContain('Runbook');
  expect(description).toContain('Dashboard: https://d');
});

function describe(name: string, job: string, alert: (typeof alertNames)[number]): string {
  const config = configWith(name, job);
  return planAlert(alert, config.fleet, linksOf(config, exampleRegion))[0]?.description ?? '';
}

function configWith(name: string, job: string): Config {
  const text = `service: clipper\nprometheus: { url: "http://localhost:9090" }\njobs:\n  ${JSON.stringify(name)}: ${job}\n`;
  return parseConfig(text, { file: 'test.yaml', baseDirectory: '/', readFile: () => '' });
}
