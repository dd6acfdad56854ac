import type { Command } from 'commander';
import { formatDoctorJson, listFindings, showDoctor } from '../doctor-verb.ts';
import { examineAt } from '../examine-at.ts';
import { alignToMinute } from '../moment.ts';
import { withSession } from '../session.ts';
import { createScreen } from '../terminal.ts';
import { configOption, exit, type Finish, type Format, formatOption } from './options.ts';
import { summaries } from './summaries.ts';

/** Adds `doctor`. It exits with 1 for an error, with 2 if Prometheus does not answer. */
export function addDoctor(program: Command, finish: Finish): void {
  program
    .command('doctor')
    .description(summaries.doctor)
    .option(...configOption)
    .addOption(formatOption())
    .action(async ({ config: file, format }: { config: string; format: Format }) => {
      const now = () => Date.now() / 1000;
      const examined = await withSession(file, session =>
        examineAt(session, alignToMinute(now()), async () => {
          // the SDK's clients load slowly, and no other verb needs them
          const { examineAccount } = await import('../../doctor/account/examine-account.ts');
          return examineAccount(session.config, now());
        }),
      );
      if (format === 'json') process.stdout.write(formatDoctorJson(examined));
      else showDoctor(createScreen(process.stdout), examined);
      if (!examined.prometheus.isKnown) {
        process.stderr.write(
          'Prometheus does not answer, so most of the configuration was not examined.\n',
        );
        return finish(exit.unable);
      }
      const isError = listFindings(examined).some(({ level }) => level === 'error');
      finish(isError ? exit.breach : exit.well);
    });
}
