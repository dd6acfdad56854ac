import { createSourceHistory, type SourceHistory } from '../../lib/history/history.ts';
import type { JobFacts } from '../../lib/model/facts.ts';
import type { Source } from '../../lib/model/source.ts';
import { ingest, type RawSeries } from '../../lib/sources/ingest.ts';
import { askBuckets, listQuestions } from '../../lib/sources/question.ts';
import { parse } from '../config/parse.ts';
import { parseSelector } from './memory-prometheus.ts';
import { start } from './raw-series.ts';

/** A source from lines of a configuration, such as `{ preset: sidekiq }`. */
export function makeSource(lines = '{ preset: jobs }'): Source {
  const text = `prometheus: { url: "http://p" }\nsources: { app: ${lines} }\njobs: { a: { interval: 5m } }`;
  const [source] = parse(text).fleet.sources;
  if (source === undefined) throw new Error('there is no source');
  return source;
}

/** The facts about a source after these series were read, each by its own question. */
export function readSeries(series: readonly RawSeries[], source = makeSource()): SourceHistory {
  const history = createSourceHistory(source);
  const buckets = askBuckets(source, []);
  for (const question of [...listQuestions(source), ...(buckets === undefined ? [] : [buckets])]) {
    const { name, matches } = parseSelector(question.selector);
    const found = series.filter(
      ({ labels }) => (name === '' || labels.__name__ === name) && matches(labels),
    );
    ingest(history.store, source, { question, series: found });
  }
  return history;
}

/** The facts of the job `a`, which runs every five minutes. */
export function readFacts(series: readonly RawSeries[], source = makeSource()): JobFacts {
  return readSeries(series, source).findFacts({ seriesName: 'a', intervalSeconds: 300 });
}

/** Runs as `minute: succeeded/failed`, followed by `skipped` and `other` if there are any. */
export function showRuns({ runs }: Pick<JobFacts, 'runs'>): string[] {
  return runs.map(({ at, succeeded, failed, skipped, other }) => {
    const rest = [skipped && `${skipped} skipped`, other && `${other} other`].filter(Boolean);
    return [`${inMinutes(at)}: ${succeeded}/${failed}`, ...rest].join(', ');
  });
}

/** Minutes since the example's beginning. */
export const inMinutes = (time: number) => Math.round((time - start) / 0.6) / 100;
