import { type Command, Option } from 'commander';
import { allAlarms } from '../../alarms/all-alarms.ts';
import { composeMail, exampleRegion, formatAlarmMail, mailNote } from '../../alarms/mail.ts';
import type { AlarmPlan } from '../../alarms/plan.ts';
import { loadConfig } from '../../config/load.ts';
import { CliError } from '../cli-error.ts';
import { channels, formatMessages } from '../format-messages.ts';
import { suggestName } from '../suggest-name.ts';
import { printable } from '../terminal.ts';
import { configOption, exit, type Finish } from './options.ts';
import { summaries } from './summaries.ts';

type MailOptions = Readonly<{
  config: string;
  channel: (typeof channels)[number];
  message?: string;
  alert?: string;
  job?: string;
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
    .addHelpText('after', `\n${mailNote}`)
    .action(async ({ config: file, channel, message: title, alert, job }: MailOptions) => {
      const config = await loadConfig(file);
      if (alert === undefined && job === undefined) {
        process.stdout.write(formatMessages(config, { channel, title }));
        return finish(exit.well);
      }
      const plans = allAlarms(config, exampleRegion);
      if (alert === undefined) process.stdout.write(formatAlerts(plans, job ?? ''));
      else {
        const plan = findPlan(plans, alert, job);
        const sender = { service: config.service, notify: config.notify };
        process.stdout.write(`${formatAlarmMail(composeMail(plan, sender))}\n(${mailNote})\n`);
        if (!plan.actionsEnabled) process.stderr.write('This job is paused: no mail is sent.\n');
      }
      finish(exit.well);
    });
}

/** The alerts of a job, one per line. */
function formatAlerts(plans: readonly AlarmPlan[], job: string): string {
  requireJob(plans, job);
  return `${listAlerts(plans.filter(plan => plan.job === job)).join('\n')}\n`;
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
