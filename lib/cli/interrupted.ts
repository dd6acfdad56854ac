/** Resolves at the first Ctrl-C or SIGTERM, so that what was started can be ended. */
export function untilInterrupted() {
  let happened = false;
  const signal = new Promise<void>(resolve => {
    for (const name of ['SIGINT', 'SIGTERM'] as const) {
      process.once(name, () => {
        happened = true;
        resolve();
      });
    }
  });
  return { signal, happened: () => happened };
}
