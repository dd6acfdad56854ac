import type { Prometheus } from '../prometheus/client.ts';

/** As much of a Prometheus client as panels need. */
export type PrometheusReader = Pick<Prometheus, 'instant' | 'range'>;

/** A refresh asks some twenty questions; the one before may still be under way. */
const mostRemembered = 48;

/**
 * A reader that asks each question about a time once, also while its answer is under way. The
 * oldest answers are forgotten first, and failures at once: they are asked again.
 */
export function sharedReader(prometheus: PrometheusReader): PrometheusReader {
  const instant = shared(prometheus.instant);
  const range = shared(prometheus.range);
  return { instant, range };
}

function shared<Time, Answer>(ask: (promql: string, time: Time) => Promise<Answer>) {
  const answers = new Map<string, Promise<Answer>>();
  return (promql: string, time: Time): Promise<Answer> => {
    const key = JSON.stringify([promql, time]);
    const known = answers.get(key);
    if (known !== undefined) return known;
    const answer = ask(promql, time);
    answers.set(key, answer);
    answer.catch(() => answers.delete(key));
    const [oldest] = answers.keys();
    if (answers.size > mostRemembered && oldest !== undefined) answers.delete(oldest);
    return answer;
  };
}
