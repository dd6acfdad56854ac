import type { Check, CheckName } from '../checks/check.ts';
import { checks } from '../checks/index.ts';
import type { Fleet } from '../checks/job.ts';
import { askCheck } from '../lambda/ask.ts';
import type { Prometheus } from '../prometheus/client.ts';
import { type PanelData, panelDataOf } from './data.ts';
import { boundsOf, boundsQuery, heatmapOf, heatmapQueries, heatmapRange } from './heatmap.ts';
import type { Panel } from './panel.ts';

/** As much of a Prometheus client as panels need; what it throws passes through. */
export type PrometheusReader = Pick<Prometheus, 'instant' | 'range'>;

/** Unix seconds; `to` is a whole minute. */
export type Span = Readonly<{ from: number; to: number }>;

/** Asks for a custom panel's data: the heatmap's over the span, the others' at its end. */
export type AskPanel = (panel: Panel, span: Span) => Promise<PanelData>;

/** Answers that may still be wanted: some refreshes' worth of five checks and a heatmap. */
const mostRemembered = 24;

/**
 * What the custom panels show of a fleet. Answers are shared by question and minute, also while
 * they are under way; one that failed is asked again.
 */
export function panelAsker(prometheus: PrometheusReader, fleet: Fleet): AskPanel {
  const share = sharedAnswers();
  const delayed = (at: number) => at - fleet.delaySeconds;
  const derived = (name: CheckName, at: number) =>
    share(`${name} ${at}`, async () => {
      return (await askCheck(prometheus, checkNamed(name), { fleet, at })).derived;
    });
  const topBucket = (at: number) =>
    share(`top ${at}`, async () => {
      const { samples } = await prometheus.instant(boundsQuery(fleet), delayed(at));
      return boundsOf(samples).findLast(Number.isFinite);
    });
  return async (panel, { from, to }) => {
    if (panel.number === 9) {
      return share(`heatmap ${from} ${to}`, () => askHeatmap(prometheus, fleet, { from, to }));
    }
    const answers = await Promise.all(panel.checks.map(name => derived(name, to)));
    const topBucketSeconds = panel.number === 10 ? await topBucket(to) : undefined;
    return panelDataOf(customNumber(panel), { fleet, derived: answers, at: to, topBucketSeconds });
  };
}

function customNumber({ number }: Panel): 1 | 6 | 8 | 10 {
  if (number === 1 || number === 6 || number === 8 || number === 10) return number;
  throw new RangeError(`panel ${number} is not drawn from a minute's measurements`);
}

function checkNamed(name: CheckName): Check {
  const check = checks.find(candidate => candidate.name === name);
  if (check === undefined) throw new RangeError(`there is no check ${name}`);
  return check;
}

async function askHeatmap(
  prometheus: PrometheusReader,
  fleet: Fleet,
  span: Span,
): Promise<PanelData> {
  const range = heatmapRange(span.from - fleet.delaySeconds, span.to - fleet.delaySeconds);
  const queries = heatmapQueries(fleet, range.stepSeconds);
  const [counts, bounds, watched] = await Promise.all([
    prometheus.range(queries.counts, range),
    prometheus.instant(queries.bounds, range.to),
    prometheus.range(queries.watched, range),
  ]);
  return heatmapOf(fleet, {
    range,
    counts: counts.series,
    bounds: bounds.samples,
    watched: watched.series,
  });
}

/** A bounded memory of promises by key, oldest dropped first; rejected ones are dropped at once. */
function sharedAnswers() {
  const answers = new Map<string, Promise<unknown>>();
  return <T>(key: string, ask: () => Promise<T>): Promise<T> => {
    const known = answers.get(key);
    if (known !== undefined) return known as Promise<T>;
    const answer = ask();
    answers.set(key, answer);
    answer.catch(() => answers.delete(key));
    for (const oldest of answers.keys()) {
      if (answers.size <= mostRemembered) break;
      answers.delete(oldest);
    }
    return answer;
  };
}
