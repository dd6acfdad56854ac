import type { Config } from '../../../lib/config/config.ts';
import { createConfig } from '../../cdk/config.ts';
import { at } from '../../corpus/clock.ts';
import { serveMemory } from '../../history/serve-memory.ts';
import type { AlarmChange, LocalAws } from '../../local-aws.ts';
import { type Mail, openAccount } from '../../notify-lambda/account.ts';
import {
  type Application,
  judgeBrokenDeploy,
  listJobs,
  scenario,
  watchBrokenDeploy,
} from './broken-deploy.ts';
import { connectEvents } from './event-rule.ts';

export type SentMail = Mail & Readonly<{ minute: number }>;

export type PlayedOutage = Readonly<{
  /** State changes since the deployment: CloudWatch itself would send a mail for each of them. */
  rawMails: number;
  /** `minute` counts from the deployment. */
  mails: readonly SentMail[];
  /** Messages that are left in the queue of changes. */
  waiting: number;
  slowestMilliseconds: number;
}>;

/**
 * Sends a broken deployment through the judge, CloudWatch's rules, EventBridge, SQS and the bundled
 * notifier, which queries Prometheus itself.
 */
export async function playOutage(aws: LocalAws, application: Application): Promise<PlayedOutage> {
  const memory = watchBrokenDeploy(application);
  const prometheus = await serveMemory(memory);
  const config = configure(application, prometheus.url);
  const changes = await judgeBrokenDeploy(memory, config);
  const sent = await sendMails(aws, config, changes);
  prometheus.close();
  const rawMails = changes.filter(({ at: time }) => time >= at(scenario.broken)).length;
  return { ...sent, rawMails };
}

/** Only failures have alarms here, because each alarm is read back a hundred times. */
function configure(application: Application, url: string): Config {
  const off = 'staleness: false, duration: false, queue: false, items: false';
  const lines = listJobs(application).map(
    ({ name, everyMinutes }) => `  ${name}: { interval: ${everyMinutes}m, ${off} }`,
  );
  return createConfig(
    [
      `service: outage-${application.jobs}`,
      `prometheus: { url: "${url}" }`,
      'notify: { warning: [team@example.com], critical: [oncall@example.com] }',
      ...['jobs:', ...lines],
    ].join('\n'),
  );
}

async function sendMails(
  aws: LocalAws,
  config: Config,
  changes: readonly AlarmChange[],
): Promise<Omit<PlayedOutage, 'rawMails'>> {
  const confirmed = ['warning', 'critical'].map(name => `jobwatch-${config.service}-${name}`);
  const account = await openAccount(aws, { config, confirmed });
  await connectEvents(aws, config);
  const lambda = await account.start();
  const mails: SentMail[] = [];
  let slowestMilliseconds = 0;
  let next = 0;
  for (let minute = scenario.watched; minute <= scenario.end; minute++) {
    const before = next;
    while ((changes[next]?.at ?? Number.POSITIVE_INFINITY) <= at(minute)) next += 1;
    await aws.changeAlarms(changes.slice(before, next));
    const scheduledTime = new Date((at(minute) + 7) * 1_000).toISOString();
    const { error, durationMs, log } = await lambda.invoke({ scheduledTime });
    if (error !== undefined) throw new Error(`minute ${minute}: ${error.message}`);
    slowestMilliseconds = Math.max(slowestMilliseconds, durationMs);
    // nothing is sent without a log entry
    if (log.join('').includes('"sent":[]')) continue;
    const found = await account.readMails();
    mails.push(...found.map(mail => ({ ...mail, minute: minute - scenario.broken })));
  }
  const waiting = await account.countWaiting();
  await Promise.all([lambda.stop(), account.stop()]);
  return { mails, waiting, slowestMilliseconds };
}
