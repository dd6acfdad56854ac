import type { Config } from '../config/config.ts';
import type { AlertName } from '../model/job.ts';
import { allAlarms } from './all-alarms.ts';
import { composeMail, exampleRegion, formatAlarmMail } from './mail.ts';

const begin = '<!-- mail:begin -->';
const end = '<!-- mail:end -->';

/** The mail that the pages show. */
const shown: Readonly<{ alert: AlertName; job: string }> = {
  alert: 'BackgroundJobFailing',
  job: 'clip_sync',
};

/** Replaces the mail between a page's markers. A page without markers is unchanged. */
export function replaceMail(page: string, example: Config): string {
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from === -1 || to < from) return page;
  return `${page.slice(0, from)}${begin}\n\n\`\`\`text\n${writeExample(example)}\`\`\`\n\n${page.slice(to)}`;
}

function writeExample(config: Config): string {
  const plan = allAlarms(config, exampleRegion).find(
    ({ alert, job }) => alert === shown.alert && job === shown.job,
  );
  if (plan === undefined) throw new RangeError(`the example has no job ${shown.job}`);
  return formatAlarmMail(composeMail(plan, config));
}
