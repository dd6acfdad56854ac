/**
 * A line that says how far long work has come, on a terminal only; `done` wipes it. It goes to
 * the error stream, so that an answer can be piped.
 */
export function showProgress(label: string, stream: NodeJS.WriteStream = process.stderr) {
  const isTerminal = stream.isTTY === true;
  const write = (text: string) => {
    if (isTerminal) stream.write(text);
  };
  return {
    update: (share: number) => write(`\r${label} ${String(Math.round(share * 100)).padStart(3)} %`),
    done: () => write('\r\u001b[K'),
  };
}
