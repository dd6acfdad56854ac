import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listEpisodes } from '../../lib/alarms/episodes.ts';
import { replay } from '../../lib/cli/replay.ts';
import { withConfig } from '../../lib/cli/session.ts';
import { parseConfig } from '../../lib/config/load.ts';
import { backfill } from '../../lib/simulator/backfill.ts';
import { findPrometheus } from '../../lib/simulator/binary.ts';
import { startPrometheus } from '../../lib/simulator/server.ts';
import { at, toMinute } from '../corpus/clock.ts';
import type { Exposition } from './exposition.ts';

/** Lines of OpenMetrics, in order of time within each series. */
export type Lines = Pick<Exposition, 'lines'>;

export type HistoryServer = Readonly<{ url: string; stop: () => Promise<void> }>;

/** One Prometheus that contains all of the expositions, distinguished by their label `case`. */
export async function startHistory(expositions: readonly Lines[]): Promise<HistoryServer> {
  const binaries = await findPrometheus();
  const dataDirectory = await mkdtemp(join(tmpdir(), 'jobwatch-exporters-'));
  await backfill({ binaries, dataDirectory, openMetrics: merge(expositions) });
  const server = await startPrometheus({ binaries, dataDirectory });
  process.once('exit', server.stop);
  const remove = () => rm(dataDirectory, { recursive: true, force: true });
  return { url: server.url, stop: () => server.stop().then(remove) };
}

/** OpenMetrics requires each metric in one piece. */
function* merge(expositions: readonly Lines[]): Generator<string> {
  const lines = expositions.flatMap(exposition => exposition.lines);
  for (const [name, own] of Map.groupBy(lines, line => line.slice(0, line.indexOf('{')))) {
    yield `# TYPE ${name} unknown\n`;
    const bySeries = Map.groupBy(own, line => line.slice(0, line.lastIndexOf('}')));
    for (const series of bySeries.values()) yield `${series.join('\n')}\n`;
  }
  yield '# EOF\n';
}

export type Case = Readonly<{
  name: string;
  sources?: object;
  defaults?: object;
  unlisted?: object;
  jobs: object;
  /** Minutes of the case that are judged. */
  span: readonly [from: number, to: number];
}>;

/** An alarm that fired: `from` and `to` in hours of the case; without `to` it is still on. */
export type Fired = Readonly<{ job: string; alert: string; from: number; to?: number }>;

/** What Jobwatch's alarms did during the case. */
export async function backtest({ url }: HistoryServer, tested: Case): Promise<Fired[]> {
  const { name, span, ...parts } = tested;
  const prometheus = { url, selector: `case="${name}"` };
  const text = JSON.stringify({ service: 'exporters', prometheus, ...parts });
  const options = { file: name, baseDirectory: '/', readFile: () => '' };
  const config = parseConfig(text, options);
  const { alarms } = await withConfig(config, client =>
    replay(client.prometheus, config.fleet, { from: at(span[0]), to: at(span[1]) }),
  );
  const hours = (seconds: number) => Math.round((toMinute(seconds) / 60) * 100) / 100;
  return alarms.flatMap(({ spec, transitions }) =>
    listEpisodes(transitions).map(({ from, to }) => ({
      job: spec.job,
      alert: spec.alert.replace('BackgroundJob', ''),
      from: hours(from),
      ...(to === undefined ? {} : { to: hours(to) }),
    })),
  );
}

/** The alarms, one per line: `flaky Failing`; with `over` if it ended. */
export function summarize(fired: readonly Fired[]): string[] {
  return fired
    .map(({ job, alert, to }) => `${job} ${alert}${to === undefined ? '' : ' over'}`)
    .sort();
}
