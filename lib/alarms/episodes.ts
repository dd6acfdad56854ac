import type { TimeRange } from '../model/time-range.ts';
import type { AlarmHistory } from './alarm-histories.ts';
import type { Transition } from './evaluate.ts';

/**
 * A time in ALARM, in Unix seconds; `to` is undefined if it was still on at the end. `value` is the
 * worst value of that time, if datapoints are known.
 */
export type Episode = Readonly<{ from: number; to: number | undefined; value: number | null }>;

/** The times in ALARM of one alarm, oldest first. */
export function listEpisodes(transitions: readonly Transition[]): Episode[] {
  return transitions.flatMap((transition, index) => {
    if (transition.state !== 'ALARM') return [];
    return [{ from: transition.at, to: transitions[index + 1]?.at, value: transition.value }];
  });
}

/** Those that were on at some time in a range. */
export function listEpisodesWithin(
  { transitions, worst }: AlarmHistory,
  span: TimeRange,
): Episode[] {
  return listEpisodes(transitions)
    .filter(({ to }) => to === undefined || to >= span.from)
    .map(episode => ({ ...episode, value: worst?.get(episode.from) ?? episode.value }));
}
