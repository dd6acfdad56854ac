import { startPreview } from '../preview/start-preview.ts';
import { type Demo, startDemo } from '../simulator/demo.ts';
import { showDemo } from './demo-verb.ts';
import { untilInterrupted } from './interrupted.ts';
import { alignToMinute } from './moment.ts';
import { withConfig } from './session.ts';
import { createScreen } from './terminal.ts';

export type DemoOptions = Readonly<{ port: number | undefined; once?: boolean }>;

const now = () => Date.now() / 1000;

/** Runs the demo from set-up to clean-up. With `once` it ends by itself, otherwise with Ctrl-C. */
export async function runDemo({ port, once = false }: DemoOptions): Promise<void> {
  const interrupted = untilInterrupted();
  const demo = await startDemo({
    to: alignToMinute(now()),
    ...(once ? {} : { live: now }),
    progress: report,
  });
  try {
    const shown = showDemo(createScreen(process.stdout), demo, report);
    await Promise.race([shown, interrupted.signal]);
    if (!once && !interrupted.happened()) await showPage(demo, port, interrupted.signal);
  } finally {
    await demo.stop();
  }
}

async function showPage(
  { config }: Demo,
  port: number | undefined,
  interrupted: Promise<void>,
): Promise<void> {
  await withConfig(config, async session => {
    const preview = await startPreview(session, { port, spanSeconds: 86_400, now });
    try {
      report(`\nThe jobs keep running. Dashboard: ${preview.url}`);
      report(`Prometheus: ${config.connection.url}  (Ctrl-C stops the demo)`);
      await interrupted;
    } finally {
      await preview.stop();
    }
  });
}

function report(message: string): void {
  process.stderr.write(`${message}\n`);
}
