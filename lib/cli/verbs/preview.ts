import type { Command } from 'commander';
import { type PreviewArguments, runPreview } from '../run-preview.ts';
import { configOption, portOption } from './options.ts';
import { summaries } from './summaries.ts';

/** Adds `preview`: it serves until Ctrl-C. */
export function addPreview(program: Command): void {
  program
    .command('preview')
    .description(summaries.preview)
    .option(...configOption)
    .option('--from <time>', 'where to begin: an ISO time, or back from now', '-6h')
    .option('--to <time>', 'where to end; without it the page goes on with the time')
    .option(...portOption)
    .action((options: PreviewArguments) => runPreview(options));
}
