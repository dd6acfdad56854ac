import { InvalidArgumentError, Option } from 'commander';
import { printable } from '../terminal.ts';

/** What a verb's exit status says. */
export const exit = { well: 0, breach: 1, unable: 2 } as const;

/** Sets the status with which the program exits. */
export type Finish = (status: number) => void;

export type Format = 'table' | 'json';

export const configOption = ['--config <file>', 'the configuration', 'jobwatch.yaml'] as const;

export function formatOption(formats: readonly string[] = ['table', 'json']): Option {
  return new Option('--format <format>', 'how to answer').choices(formats).default('table');
}

export const portOption = [
  '--port <port>',
  'where the page is served (default: 9777, or another where that is taken)',
  parsePort,
] as const;

/** A TCP port, for commander's option parsing. */
function parsePort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new InvalidArgumentError(`found "${printable(text)}", expected a port from 0 to 65535`);
}
