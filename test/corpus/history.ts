import { simulate } from '../../lib/desk/demo/simulate.ts';
import type { PrometheusWithHistory } from '../prometheus.ts';
import { withPrometheus } from '../prometheus.ts';
import { at } from './clock.ts';
import { type CorpusScenario, slugOf } from './scenario.ts';

/** Label that keeps the scenarios apart in their common Prometheus. */
export function selectorOf(scenario: CorpusScenario): string {
  return `scenario="${slugOf(scenario)}"`;
}

/** One Prometheus that holds the history of all these scenarios. */
export function playAll(scenarios: readonly CorpusScenario[]): Promise<PrometheusWithHistory> {
  return withPrometheus({ openMetrics: merge(scenarios.map(textOf)) });
}

function textOf(scenario: CorpusScenario): string {
  const { hours, scrapeSeconds = 30, gaps = [], renames = {} } = scenario;
  const labels = { scenario: slugOf(scenario) };
  const processes = scenario.pods.map(pod => ({ ...pod, labels: { ...labels, ...pod.labels } }));
  const story = { from: at(0), to: at(hours * 60), scrapeSeconds, gaps, seed: 41, processes };
  let text = [...simulate(story).openMetrics()].join('');
  for (const [from, to] of Object.entries(renames)) text = text.replaceAll(from, to);
  return text;
}

/** OpenMetrics wants each family in one piece. */
function* merge(texts: readonly string[]): Generator<string> {
  const families = new Map<string, string[]>();
  for (const text of texts) {
    for (const family of text.replace(/# EOF\n$/, '').split(/^# TYPE /m)) {
      const end = family.indexOf('\n');
      const title = family.slice(0, end);
      if (end === -1) continue;
      families.set(title, [...(families.get(title) ?? []), family.slice(end + 1)]);
    }
  }
  for (const [title, bodies] of families) {
    yield `# TYPE ${title}\n`;
    yield* bodies;
  }
  yield '# EOF\n';
}
