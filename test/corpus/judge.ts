import { alertNames } from '../../lib/checks/index.ts';
import { toMinute } from './clock.ts';
import type { CorpusScenario, Demand, Minutes } from './scenario.ts';

/** A span in ALARM, in Unix seconds. `to` is undefined if it was still on at the end. */
export type Fired = Readonly<{
  alert: string;
  job: string;
  from: number;
  to: number | undefined;
}>;

/** What a judge got wrong, one line each. A scenario without a mistake has three empty lists. */
export type Score = Readonly<{
  demanded: number;
  missed: readonly string[];
  wrong: readonly string[];
  flaps: readonly string[];
}>;

/** Compares the alarms that fired with those that were expected. */
export function scoreFired(scenario: CorpusScenario, fired: readonly Fired[]): Score {
  const { must = [], may = [] } = scenario;
  const byPair = Map.groupBy(fired, formatKey);
  const left = new Set(may.map(formatKey));
  const demands = new Map(must.map(demand => [formatKey(demand), demand]));
  const missed = must.flatMap(demand => {
    const problem = findShortcoming(demand, byPair.get(formatKey(demand)) ?? []);
    return problem === undefined ? [] : [`${formatTitle(demand)} ${problem}`];
  });
  const wrong = fired.filter(episode => {
    const demand = demands.get(formatKey(episode));
    if (demand === undefined) return !left.has(formatKey(episode));
    return toMinute(episode.from) < demand.fires[0];
  });
  const flaps = [...byPair].flatMap(([key, episodes]) => {
    if (episodes.length <= (demands.get(key)?.atMost ?? 1)) return [];
    return [`${key}: ${formatEpisodes(episodes)}`];
  });
  return {
    demanded: must.length,
    missed,
    wrong: wrong.map(episode => `${formatTitle(episode)} ${formatEpisodes([episode])}`),
    flaps,
  };
}

function findShortcoming(demand: Demand, episodes: readonly Fired[]): string | undefined {
  const { fires, clears } = demand;
  const episode = episodes.find(({ from }) => within(fires, toMinute(from)));
  if (episode === undefined) {
    return `had to fire in ${range(fires)}, but ${formatEpisodes(episodes)}`;
  }
  if (clears === undefined) return undefined;
  const last = episodes.at(-1) ?? episode;
  if (clears === 'never') {
    return last.to === undefined ? undefined : `had to stay, but ${formatEpisodes(episodes)}`;
  }
  const isOver = last.to !== undefined && within(clears, toMinute(last.to));
  return isOver ? undefined : `had to clear in ${range(clears)}, but ${formatEpisodes(episodes)}`;
}

function within([from, to]: Minutes, minute: number): boolean {
  return minute >= from && minute <= to;
}

function range([from, to]: Minutes): string {
  return `${from.toFixed(1)}..${to.toFixed(1)}`;
}

function formatEpisodes(episodes: readonly Fired[]): string {
  if (episodes.length === 0) return 'never fired';
  const text = ({ from, to }: Fired) => `${toMinute(from)}-${to === undefined ? '' : toMinute(to)}`;
  const shown = episodes.slice(0, 4).map(text).join(', ');
  return `fired ${shown}${episodes.length > 4 ? ` and ${episodes.length - 4} times more` : ''}`;
}

function formatKey({ alert, job }: Readonly<{ alert: string; job: string }>): string {
  return `${alert} ${job}`;
}

function formatTitle({ alert, job }: Readonly<{ alert: string; job: string }>): string {
  return `${alert} of ${JSON.stringify(job)}`;
}

/** Lists the alerts that some scenario demands. A complete corpus demands all of them. */
export function listDemandedAlerts(scenarios: readonly CorpusScenario[]): string[] {
  const demanded = new Set(scenarios.flatMap(({ must = [] }) => must.map(({ alert }) => alert)));
  return alertNames.filter(alert => demanded.has(alert));
}
