import { alignToMinute } from '../moment.ts';
import { screenOf } from '../terminal.ts';
import { showDemo } from './demo-verb.ts';
import { setStage } from './stage.ts';

/** The demo from set-up to clean-up: it ends by itself with `once`, else with Ctrl-C. */
export async function runDemo(options: Readonly<{ port: number; once?: boolean }>): Promise<void> {
  const interrupted = untilInterrupted();
  const stage = await setStage({
    to: alignToMinute(Date.now() / 1000),
    progress: message => process.stderr.write(`${message}\n`),
  });
  try {
    const shown = showDemo(screenOf(process.stdout), stage);
    await Promise.race([shown, interrupted.signal]);
    if (options.once === true || interrupted.happened()) return;
    process.stderr.write(`\nPrometheus: ${stage.config.connection.url}  (Ctrl-C ends the demo)\n`);
    await interrupted.signal;
  } finally {
    await stage.stop();
  }
}

/** Resolves at the first Ctrl-C or SIGTERM, so that what was started can be ended. */
function untilInterrupted() {
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
