/**
 * A line that shows the progress of long work, on a terminal only; `done` erases it. It goes to
 * the error stream, so that the output can be piped.
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
