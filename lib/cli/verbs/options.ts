import { InvalidArgumentError, Option } from 'commander';
import { printable } from '../terminal.ts';

/** The exit status of a verb. */
export const exit = { well: 0, breach: 1, unable: 2 } as const;

/** Sets the exit status of the program. */
export type Finish = (status: number) => void;

export type Format = 'table' | 'json';

export const configOption = ['--config <file>', 'the configuration', 'jobwatch.yaml'] as const;

export function formatOption(formats: readonly string[] = ['table', 'json']): Option {
  return new Option('--format <format>', 'output format').choices(formats).default('table');
}

export const portOption = [
  '--port <port>',
  'port of the page (default: 9777, or another one if that is taken)',
  parsePort,
] as const;

/** A TCP port, for commander's option parsing. */
function parsePort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new InvalidArgumentError(`found "${printable(text)}", expected a port from 0 to 65535`);
}
