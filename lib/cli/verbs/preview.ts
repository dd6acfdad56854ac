import type { Command } from 'commander';
import { type PreviewArguments, runPreview } from '../run-preview.ts';
import { configOption, portOption } from './options.ts';
import { summaries } from './summaries.ts';

/** Adds `preview`. It serves until Ctrl-C. */
export function addPreview(program: Command): void {
  program
    .command('preview')
    .description(summaries.preview)
    .option(...configOption)
    .option('--from <time>', 'the beginning: an ISO time, or a time before now', '-6h')
    .option('--to <time>', 'the end; without it, the page moves with the time')
    .option(...portOption)
    .action((options: PreviewArguments) => runPreview(options));
}
