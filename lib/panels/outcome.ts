import type { Fleet } from '../model/job.ts';
import { PrometheusError, type PrometheusErrorCode } from '../prometheus/errors.ts';
import { panelAsker, type Span } from './ask.ts';
import type { Panel } from './panel.ts';
import type { Outcome } from './render/render-panel.ts';
import type { PrometheusReader } from './shared-reader.ts';

/** What becomes of asking for a panel; `now` in Unix seconds. Never throws. */
export type PanelSource = (panel: Panel, span: Span, now: number) => Promise<Outcome>;

/** The source answers, but not to this question: the other panels may well be drawn. */
const ownFaults: ReadonlySet<PrometheusErrorCode> = new Set([
  'bad-query',
  'too-expensive',
  'too-large',
]);

/**
 * Panels of a fleet, with answers shared between them. It remembers since when the source does not
 * answer, as long as the process lives.
 */
export function panelSource(prometheus: PrometheusReader, fleet: Fleet): PanelSource {
  const ask = panelAsker(prometheus, fleet);
  let unreachableSince: number | undefined;
  return async (panel, span, now) => {
    try {
      const data = await ask(panel, span);
      unreachableSince = undefined;
      return { kind: 'data', data };
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      if (!(error instanceof PrometheusError)) {
        return { kind: 'failed', problem: `A fault of Jobwatch itself: ${problem}` };
      }
      if (error.code === 'no-data') return { kind: 'nothing-known', at: span.to };
      if (ownFaults.has(error.code)) return { kind: 'failed', problem };
      unreachableSince ??= now;
      return { kind: 'unreachable', since: unreachableSince, problem };
    }
  };
}
