import type { Check, CheckName } from '../checks/check.ts';
import { checks } from '../checks/index.ts';
import type { Fleet } from '../checks/job.ts';
import type { Derived } from '../checks/measurement.ts';
import { deriveAt, queriesOf } from '../checks/run.ts';
import type { InstantAnswer, Range, RangeAnswer } from '../prometheus/answer.ts';
import { type PanelData, panelDataOf } from './data.ts';
import { boundsOf, boundsQuery, heatmapOf, heatmapQueries, heatmapRange } from './heatmap.ts';
import type { Panel } from './panel.ts';

/** As much of a Prometheus client as panels need; what it throws passes through. */
export type PrometheusReader = Readonly<{
  instant: (promql: string, at: number) => Promise<InstantAnswer>;
  range: (promql: string, range: Range) => Promise<RangeAnswer>;
}>;

/** Asks for a panel's data at `to`; `undefined` where Prometheus knows neither a job nor an `up`. */
export type AskPanel = (
  panel: Panel,
  span: Readonly<{ from: number; to: number }>,
) => Promise<PanelData | undefined>;

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
    share(`${name} ${at}`, () => deriveFrom(prometheus, { check: checkNamed(name), fleet, at }));
  const topBucket = (at: number) =>
    share(`top ${at}`, async () => {
      const { samples } = await prometheus.instant(boundsQuery(fleet), delayed(at));
      return boundsOf(samples).findLast(Number.isFinite);
    });
  return async (panel, { from, to }) => {
    if (panel.number === 9) {
      return share(`heatmap ${from} ${to}`, () => askHeatmap(prometheus, fleet, { from, to }));
    }
    const asked = await Promise.all(panel.checks.map(name => derived(name, to)));
    const answers = asked.filter(answer => answer !== undefined);
    if (answers.length < asked.length) return undefined;
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

async function deriveFrom(
  prometheus: PrometheusReader,
  { check, fleet, at }: Readonly<{ check: Check; fleet: Fleet; at: number }>,
): Promise<Derived | undefined> {
  const asked = Object.entries(queriesOf(check, fleet)).map(async ([name, query]) => {
    const { samples } = await prometheus.instant(query, at - fleet.delaySeconds);
    return [name, samples] as const;
  });
  return deriveAt(check, { samples: Object.fromEntries(await Promise.all(asked)), fleet, at });
}

async function askHeatmap(
  prometheus: PrometheusReader,
  fleet: Fleet,
  span: Readonly<{ from: number; to: number }>,
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
