import type { Command } from 'commander';
import { formatDoctorJson, listFindings, showDoctor } from '../doctor-verb.ts';
import { examineAt } from '../examine-at.ts';
import { alignToMinute } from '../moment.ts';
import { withSession } from '../session.ts';
import { createScreen } from '../terminal.ts';
import { configOption, exit, type Finish, type Format, formatOption } from './options.ts';
import { summaries } from './summaries.ts';

/** `jobwatch doctor`: exits with 1 where there is an error, with 2 where Prometheus is away. */
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
          // the SDK's clients take a while to load, and no other verb needs them
          const { examineAccount } = await import('../../doctor/account/examine-account.ts');
          return examineAccount(session.config, now());
        }),
      );
      if (format === 'json') process.stdout.write(formatDoctorJson(examined));
      else showDoctor(createScreen(process.stdout), examined);
      if (!examined.prometheus.isKnown) {
        process.stderr.write(
          'Prometheus could not be asked, so most of the config is unexamined.\n',
        );
        return finish(exit.unable);
      }
      const isError = listFindings(examined).some(({ level }) => level === 'error');
      finish(isError ? exit.breach : exit.well);
    });
}
