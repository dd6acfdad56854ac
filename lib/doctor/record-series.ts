import type { Prometheus } from '../prometheus/client.ts';
import type { Labels } from '../sources/question.ts';

type Reader = Pick<Prometheus, 'samples' | 'range' | 'instant'>;

/** A client, and the label sets of all series that it read, by the selector of the query. */
export type Recorder = Readonly<{
  client: Reader;
  findSeries: (selector: string) => readonly Labels[];
}>;

/** Wraps a client: samples are passed on unchanged, and their labels are recorded. */
export function recordSeries(client: Reader): Recorder {
  const seen = new Map<string, Map<string, Labels>>();
  return {
    client: {
      ...client,
      samples: async (selector, span) => {
        const answer = await client.samples(selector, span);
        const known = seen.get(selector) ?? new Map<string, Labels>();
        seen.set(selector, known);
        for (const { labels } of answer.series) known.set(JSON.stringify(labels), labels);
        return answer;
      },
    },
    findSeries: selector => [...(seen.get(selector)?.values() ?? [])],
  };
}
