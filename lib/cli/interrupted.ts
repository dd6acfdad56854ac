/** Resolves at the first Ctrl-C or SIGTERM, or when the terminal closes, so that everything that was started can be stopped. */
export function untilInterrupted() {
  let happened = false;
  const signal = new Promise<void>(resolve => {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.once(name, () => {
        happened = true;
        resolve();
      });
    }
  });
  return { signal, happened: () => happened };
}
