import { expect, test, vi } from 'vitest';
import { createConfig } from '../cdk/config.ts';
import { startLocalAws } from '../local-aws.ts';
import { type Mail, openAccount } from '../notify-lambda/account.ts';

vi.setConfig({ testTimeout: 600_000 });

const jobs = 40;
const name = (number: number) => `tenant/export-${number}`;
const now = Math.floor(Date.now() / 60_000) * 60;

test('an outage of 40 jobs with 80 alarms is at most five messages a severity, in time', async () => {
  const aws = await startLocalAws();
  const lines = Array.from({ length: jobs }, (_, number) => `  ${name(number)}: { interval: 15m }`);
  const account = await openAccount(aws, {
    config: createConfig(
      `${['jobs:', ...lines].join('\n')}\nprometheus: { url: "http://127.0.0.1:9" }\nnotify: { warning: [team@example.com], critical: [on@example.com] }`,
    ),
    confirmed: ['jobwatch-clipper-warning', 'jobwatch-clipper-critical'],
  });
  const change = async (state: 'ALARM' | 'OK', from: number, to: number, second: number) => {
    for (let number = from; number < to; number++) {
      const at = new Date((now + second) * 1_000);
      const options = { values: [100], at };
      await Promise.all(
        ['BackgroundJobFailing', 'BackgroundJobCriticalFailureRate'].map(alert =>
          account.change(`clipper/${name(number)}/${alert}`, state, options),
        ),
      );
    }
  };
  const lambda = await account.start();
  const mails: (Mail & { minute: number })[] = [];
  const runs: number[] = [];
  const run = async (minute: number) => {
    const scheduledTime = new Date((now + 60 * minute + 5) * 1_000).toISOString();
    const { error, durationMs } = await lambda.invoke({ scheduledTime });
    expect(error).toBeUndefined();
    runs.push(durationMs);
    mails.push(...(await account.readMails()).map(mail => ({ ...mail, minute })));
  };
  await run(-1);
  await change('ALARM', 0, 25, -5);
  await run(0);
  await change('ALARM', 25, jobs, 55);
  for (let minute = 1; minute <= 8; minute++) await run(minute);
  await change('OK', 0, jobs, 8 * 60 + 30);
  for (let minute = 9; minute <= 25; minute++) await run(minute);
  const told = mails.map(({ topic, subject, minute }) => `${minute} ${topic} ${subject}`);
  for (const severity of ['warning', 'critical']) {
    expect(told.filter(text => text.includes(`-${severity} `)).length).toBeLessThanOrEqual(5);
  }
  expect(told.join('\n')).toMatch(
    /^1 jobwatch-clipper-critical \[critical\] clipper: \d+ of 40 jobs/,
  );
  expect(told.at(-1)).toContain('[ok] clipper: ');
  expect(await account.countWaiting()).toBe(0);
  expect(Math.max(...runs)).toBeLessThan(30_000);
  await Promise.all([lambda.stop(), account.stop()]);
  await aws.stop();
});
