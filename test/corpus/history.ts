import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backfill } from '../../lib/simulator/backfill.ts';
import { findPrometheus, type PrometheusBinaries } from '../../lib/simulator/binary.ts';
import { startPrometheus } from '../../lib/simulator/server.ts';
import { simulate } from '../../lib/simulator/simulate.ts';
import { at } from './clock.ts';
import { type CorpusScenario, formatSlug } from './scenario.ts';

/** The part of a scenario that describes its history. */
export type ScenarioHistory = Pick<
  CorpusScenario,
  'name' | 'hours' | 'pods' | 'scrapeSeconds' | 'gaps' | 'renames'
>;

export type HistoryServer = Readonly<{ url: string; stop: () => Promise<void> }>;

/** promtool reads the whole text once per block. The longest block covers 18 h. */
const longestBlockHours = 18;

/** Formats the matcher of the label that separates scenarios in their common Prometheus. */
export function formatSelector(scenario: Pick<ScenarioHistory, 'name'>): string {
  return `scenario="${formatSlug(scenario)}"`;
}

/** Starts one Prometheus with the histories of all these scenarios; by default the demo's version. */
export async function serveHistories(
  histories: readonly ScenarioHistory[],
  given?: PrometheusBinaries,
): Promise<HistoryServer> {
  const binaries = given ?? (await findPrometheus());
  const dataDirectory = await mkdtemp(join(tmpdir(), 'jobwatch-corpus-'));
  const remove = () => rm(dataDirectory, { recursive: true, force: true });
  try {
    const isShort = ({ hours }: ScenarioHistory) => hours <= longestBlockHours;
    await Promise.all(
      [histories.filter(isShort), histories.filter(history => !isShort(history))]
        .filter(part => part.length > 0)
        .map(part => backfill({ binaries, dataDirectory, openMetrics: writeHistories(part) })),
    );
    const server = await startPrometheus({ binaries, dataDirectory });
    // A suite that is aborted must not leave a server running.
    process.once('exit', server.stop);
    return { url: server.url, stop: () => server.stop().then(remove) };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Writes the histories of these scenarios as OpenMetrics text. */
export function writeHistories(histories: readonly ScenarioHistory[]): Generator<string> {
  return merge(histories.map(formatHistory));
}

function formatHistory(history: ScenarioHistory): string {
  const { hours, pods, scrapeSeconds = 30, gaps = [], renames = {} } = history;
  const labels = { scenario: formatSlug(history) };
  const processes = pods.map(pod => ({ ...pod, labels: { ...labels, ...pod.labels } }));
  const scenario = { from: at(0), to: at(hours * 60), scrapeSeconds, gaps, seed: 41, processes };
  let text = [...simulate(scenario).openMetrics()].join('');
  for (const [from, to] of Object.entries(renames)) text = text.replaceAll(from, to);
  return text;
}

/** OpenMetrics requires each family in one piece. */
function* merge(texts: readonly string[]): Generator<string> {
  const families = new Map<string, string[]>();
  for (const text of texts) {
    for (const family of text.replace(/# EOF\n$/, '').split(/^# TYPE /m)) {
      const end = family.indexOf('\n');
      if (end === -1) continue;
      const title = family.slice(0, end);
      const bodies = families.get(title);
      if (bodies === undefined) families.set(title, [family.slice(end + 1)]);
      else bodies.push(family.slice(end + 1));
    }
  }
  for (const [title, bodies] of families) {
    yield `# TYPE ${title}\n`;
    yield* bodies;
  }
  yield '# EOF\n';
}
