import { startPreview } from '../preview/start-preview.ts';
import { CliError } from './cli-error.ts';
import { untilInterrupted } from './interrupted.ts';
import { alignToMinute, parseMoment } from './moment.ts';
import { withSession } from './session.ts';
import { watchMutes } from './watch-mutes.ts';

/** The options of the command line. Without `to` the page shows the present and moves with it. */
export type PreviewArguments = Readonly<{
  config: string;
  from: string;
  to?: string;
  port?: number;
}>;

const now = () => Date.now() / 1000;

/** Serves the preview until Ctrl-C. Throws `CliError`, `PreviewError`, `ConfigError`, `PrometheusError`. */
export async function runPreview({ config, from, to, port }: PreviewArguments): Promise<void> {
  const interrupted = untilInterrupted();
  const present = alignToMinute(now());
  const end = to === undefined ? undefined : parseMoment('--to', to, present);
  const spanSeconds = (end ?? present) - parseMoment('--from', from, present);
  if (spanSeconds <= 0) {
    const expected = `a time before ${to === undefined ? 'now' : `--to (${to})`}`;
    throw new CliError('bad-argument', `--from: found ${from}, expected ${expected}`);
  }
  await withSession(config, async session => {
    const fixed = end === undefined ? {} : { to: end };
    const mutes = watchMutes(session.config, { now });
    const options = { port, spanSeconds, ...fixed, now, listMutes: mutes.list };
    const preview = await startPreview(session, options);
    mutes.start();
    try {
      process.stdout.write(`Dashboard: ${preview.url}  (Ctrl-C stops it)\n`);
      await interrupted.signal;
    } finally {
      mutes.stop();
      await preview.stop();
    }
  });
}
