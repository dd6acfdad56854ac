import type { TimeRange } from '../model/time-range.ts';
import type { AlarmHistory } from './alarm-histories.ts';
import type { Transition } from './evaluate.ts';

/** One stretch in ALARM, in Unix seconds; `to` is absent where it still stood at the end. */
export type Episode = Readonly<{ from: number; to: number | undefined; value: number | null }>;

/** The stretches in ALARM of one alarm, oldest first. */
export function listEpisodes(transitions: readonly Transition[]): Episode[] {
  return transitions.flatMap((transition, index) => {
    if (transition.state !== 'ALARM') return [];
    return [{ from: transition.at, to: transitions[index + 1]?.at, value: transition.value }];
  });
}

/** Those that stood or began within a span. */
export function listEpisodesWithin({ transitions }: AlarmHistory, span: TimeRange): Episode[] {
  return listEpisodes(transitions).filter(({ to }) => to === undefined || to >= span.from);
}
