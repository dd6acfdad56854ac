import { listEpisodes } from '../../lib/alarms/episodes.ts';
import { replay } from '../../lib/cli/replay.ts';
import { withConfig } from '../../lib/cli/session.ts';
import type { Config } from '../../lib/config/config.ts';
import { parseConfig } from '../../lib/config/load.ts';
import { at } from './clock.ts';
import { formatSelector } from './history.ts';
import type { Fired } from './judge.ts';
import type { CorpusScenario } from './scenario.ts';

/** Formats the scenario's configuration as JSON, which is YAML. */
export function formatConfig(scenario: CorpusScenario, url: string): string {
  const { jobs, unlisted, sources, prometheus = {} } = scenario;
  const own = typeof prometheus.selector === 'string' ? [prometheus.selector] : [];
  const selector = [formatSelector(scenario), ...own].join(',');
  return JSON.stringify({
    service: 'corpus',
    prometheus: { ...prometheus, url, selector },
    jobs,
    ...(sources === undefined ? {} : { sources }),
    ...(unlisted === undefined ? {} : { unlisted }),
  });
}

export function createConfig(scenario: CorpusScenario, url: string): Config {
  const readFile = () => '';
  return parseConfig(formatConfig(scenario, url), { file: 'corpus', baseDirectory: '/', readFile });
}

/** Runs Jobwatch's backtest over the whole scenario. */
export async function judgeByJobwatch(scenario: CorpusScenario, url: string): Promise<Fired[]> {
  const config = createConfig(scenario, url);
  const whole = { from: at(0), to: at(scenario.hours * 60) };
  const { alarms } = await withConfig(config, ({ prometheus }) =>
    replay(prometheus, config.fleet, whole),
  );
  return alarms.flatMap(({ spec: { alert, job }, transitions }) =>
    listEpisodes(transitions).map(({ from, to }) => ({ alert, job, from, to })),
  );
}
