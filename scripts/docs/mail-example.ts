import { allAlarms } from '../../lib/alarms/all-alarms.ts';
import { composeMail, exampleRegion, formatAlarmMail } from '../../lib/alarms/mail.ts';
import type { Config } from '../../lib/config/config.ts';
import type { AlertName } from '../../lib/model/job.ts';

/** The mail that the pages show. */
const shown: Readonly<{ alert: AlertName; job: string }> = {
  alert: 'BackgroundJobFailing',
  job: 'clip_sync',
};

/** The mail of an alarm of the example configuration, as CloudWatch sends it. */
export function writeMailExample(config: Config): string {
  const plan = allAlarms(config, exampleRegion).find(
    ({ alert, job }) => alert === shown.alert && job === shown.job,
  );
  if (plan === undefined) throw new RangeError(`the example has no job ${shown.job}`);
  return `\`\`\`text\n${formatAlarmMail(composeMail(plan, config))}\`\`\``;
}
