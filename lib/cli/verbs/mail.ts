import { type Command, Option } from 'commander';
import { allAlarms } from '../../alarms/all-alarms.ts';
import { composeMail, exampleRegion, formatAlarmMail, mailNote } from '../../alarms/mail.ts';
import type { AlarmPlan } from '../../alarms/plan.ts';
import type { Config } from '../../config/config.ts';
import { loadConfig } from '../../config/load.ts';
import { CliError } from '../cli-error.ts';
import { channels, formatMessages } from '../format-messages.ts';
import { suggestName } from '../suggest-name.ts';
import { printable } from '../terminal.ts';
import { configOption, exit, type Finish, type Format, formatOption } from './options.ts';
import { summaries } from './summaries.ts';

type MailOptions = Readonly<{
  config: string;
  channel: (typeof channels)[number];
  message?: string;
  alert?: string;
  job?: string;
  format: Format;
}>;

/** Adds `mail`. It prints the notifier's messages, or the mail of CloudWatch's that an alarm begins with. */
export function addMail(program: Command, finish: Finish): void {
  program
    .command('mail')
    .description(summaries.mail)
    .option(...configOption)
    .option('--message <title>', 'a part of the title of the messages to print')
    .addOption(
      new Option('--channel <channel>', 'what a channel gets').choices(channels).default('mail'),
    )
    .option('--alert <alert>', "an alert, to print CloudWatch's own mail instead")
    .option('--job <job>', 'the job it is about; without an alert, its alerts are listed')
    .addOption(formatOption())
    .addHelpText('after', `\n${mailNote}`)
    .action(async (options: MailOptions) => {
      const config = await loadConfig(options.config);
      const { channel, message: title, alert, job } = options;
      const isJson = options.format === 'json';
      if (alert !== undefined) showAlarmMail(config, { ...options, alert, isJson });
      else if (job !== undefined) process.stdout.write(formatAlerts(config, { job, isJson }));
      else process.stdout.write(formatMessages(config, { channel, title, isJson }));
      finish(exit.well);
    });
}

type AlarmMailOptions = Readonly<{ alert: string; job?: string; isJson: boolean }>;

/** CloudWatch's own mail of an alarm. */
function showAlarmMail(config: Config, { alert, job, isJson }: AlarmMailOptions): void {
  const plan = findPlan(allAlarms(config, exampleRegion), alert, job);
  const mail = composeMail(plan, { service: config.service, notify: config.notify });
  process.stdout.write(isJson ? toJson(mail) : `${formatAlarmMail(mail)}\n(${mailNote})\n`);
  if (!plan.actionsEnabled) process.stderr.write('This job is paused: no mail is sent.\n');
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

/** The alerts of a job, one per line. */
function formatAlerts(
  config: Config,
  { job, isJson }: Readonly<{ job: string; isJson: boolean }>,
): string {
  const plans = allAlarms(config, exampleRegion);
  requireJob(plans, job);
  const alerts = listAlerts(plans.filter(plan => plan.job === job));
  return isJson ? toJson(alerts) : `${alerts.join('\n')}\n`;
}

function listAlerts(plans: readonly AlarmPlan[]): string[] {
  return [...new Set(plans.map(({ alert }) => alert))];
}

/** Also by the part of its name before a slash: `NotReporting` is the first `NotReporting/…`. */
function findPlan(plans: readonly AlarmPlan[], alert: string, job: string | undefined): AlarmPlan {
  const named = plans.filter(plan => plan.alert === alert || plan.alert.startsWith(`${alert}/`));
  const [first] = named;
  if (first === undefined) {
    const hint = suggestName(alert, listAlerts(plans));
    throw new CliError('bad-argument', `--alert: found "${printable(alert)}"; ${hint}`);
  }
  if (first.job === undefined) return first;
  const plan = named.find(candidate => candidate.job === job);
  if (plan !== undefined) return plan;
  const jobs = named.map(candidate => printable(candidate.job ?? '')).join(', ');
  const found = job === undefined ? 'none' : `"${printable(job)}"`;
  const expected = `expected a listed job that has the alarm ${alert}: ${jobs}`;
  throw new CliError('bad-argument', `--job: found ${found}, ${expected}`);
}

function requireJob(plans: readonly AlarmPlan[], job: string): void {
  if (plans.some(plan => plan.job === job)) return;
  const names = [...new Set(plans.flatMap(plan => plan.job ?? []))];
  throw new CliError(
    'bad-argument',
    `--job: found "${printable(job)}"; ${suggestName(job, names.map(printable))}`,
  );
}
