import { createInterface } from 'node:readline/promises';
import { CliError } from '../cli-error.ts';

/** Where a person can answer: both ends are a terminal. */
export type Terminal = Readonly<{
  input: NodeJS.ReadStream;
  output: NodeJS.WriteStream;
}>;

const byDefault = 'http://localhost:9090';

/** The URL that the user types. In a pipe nobody can answer, so it must be an option. */
export async function askUrl({ input, output }: Terminal): Promise<string> {
  if (input.isTTY !== true || output.isTTY !== true) {
    const expected = `expected the URL of a Prometheus, as in --prometheus ${byDefault}`;
    throw new CliError('bad-argument', `--prometheus: found nothing, ${expected}`);
  }
  const terminal = createInterface({ input, output });
  try {
    const answer = await terminal.question(`URL of your Prometheus [${byDefault}]: `);
    return answer.trim() === '' ? byDefault : answer.trim();
  } finally {
    terminal.close();
  }
}
