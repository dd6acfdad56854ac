import type { Command } from 'commander';
import type { Checker } from '../../alarms/checker.ts';
import { linksOf } from '../../alarms/links.ts';
import { planAlert } from '../../alarms/listed.ts';
import { composeMail, exampleRegion, formatMail, mailNote } from '../../alarms/mail.ts';
import { ownPlans } from '../../alarms/own-plans.ts';
import type { AlarmPlan } from '../../alarms/plan.ts';
import type { Config } from '../../config/config.ts';
import { loadConfig } from '../../config/load.ts';
import { type AlertName, alertNames } from '../../model/job.ts';
import { DeskError } from '../desk-error.ts';
import { printable } from '../terminal.ts';
import { configOption, exit, type Finish } from './options.ts';

type MailOptions = Readonly<{ config: string; alert: string; job?: string }>;

/** `jobwatch mail`: prints the mail with which an alarm begins. */
export function addMail(program: Command, finish: Finish): void {
  program
    .command('mail')
    .description('the mail that an alarm sends, as CloudWatch frames it, with example values')
    .option(...configOption)
    .requiredOption('--alert <alert>', 'one of the nine alerts, or an alarm of the checker itself')
    .option('--job <job>', 'the job it is about; an alarm of the checker itself has none')
    .addHelpText('after', `\n${mailNote}`)
    .action(async ({ config: file, alert, job }: MailOptions) => {
      const config = await loadConfig(file);
      const plan = planOf(config, alert, job);
      process.stdout.write(`${formatMail(composeMail(plan, senderOf(config)))}\n(${mailNote})\n`);
      if (!plan.actionsEnabled) process.stderr.write('This job is paused: no mail is sent.\n');
      finish(exit.well);
    });
}

function senderOf({ fleet, notify }: Config) {
  return { service: fleet.service, notify };
}

function planOf(config: Config, alert: string, job: string | undefined): AlarmPlan {
  const checker = { fleet: config.fleet, links: linksOf(config, exampleRegion) };
  const known = alertNames.find(name => name === alert);
  return known === undefined ? ownPlan(checker, alert) : jobPlan(checker, known, job);
}

function jobPlan({ fleet, links }: Checker, alert: AlertName, job: string | undefined): AlarmPlan {
  const plans = planAlert(alert, fleet, links);
  const plan = plans.find(({ id }) => id === job);
  if (plan !== undefined) return plan;
  const found = job === undefined ? 'none' : `"${printable(job)}"`;
  const names = plans.map(({ id }) => printable(id)).join(', ') || 'none';
  throw new DeskError(
    'bad-argument',
    `--job: found ${found}, expected a listed job that has the alarm ${alert}: ${names}`,
  );
}

/** By its name or by the beginning of it: `CheckNotReporting` is the first of them. */
function ownPlan(checker: Checker, alert: string): AlarmPlan {
  const plans = ownPlans(checker);
  const name = [...plans.keys()].find(key => key === alert || key.startsWith(`${alert}/`));
  const plan = plans.get(name ?? '');
  if (plan !== undefined) return plan;
  const names = [...alertNames, ...plans.keys()].join(', ');
  throw new DeskError(
    'bad-argument',
    `--alert: found "${printable(alert)}", expected one of ${names}`,
  );
}
