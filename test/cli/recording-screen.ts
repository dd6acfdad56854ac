import type { Screen } from '../../lib/cli/terminal.ts';

/** What a function writes to a screen without colours that has this many columns. */
export async function record(
  columns: number,
  show: (screen: Screen) => void | Promise<void>,
): Promise<string> {
  let text = '';
  const write = (more: string) => {
    text += more;
  };
  await show({ write, isTerminal: false, columns, style: (_, plain) => plain });
  return text;
}
