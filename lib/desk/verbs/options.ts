import { Option } from 'commander';

/** What a verb's exit status says. */
export const exit = { well: 0, breach: 1, unable: 2 } as const;

/** Tells the program with which status to exit. */
export type Finish = (status: number) => void;

export type Format = 'table' | 'json';

export const configOption = ['--config <file>', 'the configuration', 'jobwatch.yaml'] as const;

export function formatOption(): Option {
  return new Option('--format <format>', 'how to answer')
    .choices(['table', 'json'])
    .default('table');
}
