import { expect, test } from 'vitest';
import { allAlarms } from '../../lib/alarms/all-alarms.ts';
import { describeAlarm, descriptionLimit, quoteName } from '../../lib/alarms/describe.ts';
import { findLinks } from '../../lib/alarms/links.ts';
import { exampleRegion } from '../../lib/alarms/mail.ts';
import type { Config } from '../../lib/config/config.ts';
import { parseConfig } from '../../lib/config/load.ts';

test('a text says what is wrong, for how long, how often the job runs, and what to look at first', () => {
  const text = describe('clip_sync', '{ interval: 15m }', 'BackgroundJobFailing');

  expect(text).toContain(
    'ALARM means: the job `clip_sync` has failed in more than 5 % of its recent runs, and this has held for 5 min. OK means: the job has recovered.',
  );
  expect(text).toContain('The job runs every 15 min.');
  expect(text).toContain('First: Read the error of the last failed run');
  expect(text).toContain('/docs/runbook.md#job-failures');
  expect(text).toMatch(/Dashboard: https:\S+jobwatch-clipper$/);
});

test("a job's own numbers are shown with the defaults", () => {
  const slow = '{ interval: 6h, failures: { warning: 10, hold: 8m, window: 15h } }';

  expect(describe('slow', slow, 'BackgroundJobFailing')).toContain(
    'Its own numbers: limit 10 % (default 5 %), window 15 h (default by its runs), held for 8 min (default 5 min).',
  );
  expect(describe('slow', slow, 'BackgroundJobNotRunning')).toContain('limit 9 h (default 2 h).');
  expect(describe('quick', '{ interval: 1m }', 'BackgroundJobFailing')).toContain(
    'Its limits are the defaults.',
  );
});

test('a scheduled job says when it runs', () => {
  const text = describe('backup', '{ schedule: "0 2 * * 1-5" }', 'BackgroundJobNotRunning');
  expect(text).toContain('has not succeeded within 2 h after it was due');
  expect(text).toContain('The job is scheduled at "0 2 * * 1-5" (UTC).');
});

test('a paused job says that its alarm notifies nobody', () => {
  const text = describe('clip_sync', '{ interval: 15m, paused: true }', 'BackgroundJobFailing');
  expect(text).toContain('It is paused: this alarm notifies nobody.');
});

test.each([
  ['a very long name', 'n'.repeat(1000)],
  ['a long name of wide characters', '試験'.repeat(170)],
  ['a name of Markdown', '[click](https://evil.example) **`x`**'.repeat(9)],
])('%s leaves room for both links in 1,024 characters', (_, name) => {
  const config = createConfig(name, '{ interval: 7d, staleness: { warning: 8d, critical: 9d } }');
  const links = findLinks(config, 'ap-southeast-1');

  for (const { description } of allAlarms(config, 'ap-southeast-1')) {
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

test('a line that would exceed the limit is left out completely', () => {
  const links = { runbookUrl: `https://example.com/${'r'.repeat(990)}`, dashboardUrl: 'https://d' };
  const text = {
    problem: 'something is wrong',
    recovery: 'it is over',
    firstLook: 'Look.',
    section: 'somewhere',
  };

  const description = describeAlarm(text, links);

  expect(description).not.toContain('Runbook');
  expect(description).toContain('Dashboard: https://d');
});

function describe(name: string, job: string, alert: string): string {
  const plans = allAlarms(createConfig(name, job), exampleRegion);
  return plans.find(plan => plan.alert === alert)?.description ?? '';
}

function createConfig(name: string, job: string): Config {
  const text = `service: clipper\nprometheus: { url: "http://localhost:9090" }\njobs:\n  ${JSON.stringify(name)}: ${job}\n`;
  return parseConfig(text, { file: 'test.yaml', baseDirectory: '/', readFile: () => '' });
}
