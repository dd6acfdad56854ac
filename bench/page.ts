import { replacePart } from '../scripts/docs/replace-part.ts';
import { describeFleet, measuredFleets, nameFleet } from './fleet.ts';
import { listGoals } from './goals.ts';
import type { Published, PublishedFleet } from './published.ts';
import {
  formatColdStarts,
  formatCommands,
  formatDays,
  formatRounds,
  formatTable,
  formatTraffic,
} from './tables.ts';

/** Replaces the text between a page's markers, such as `<!-- bench:rounds -->`, by its tables. */
export function replaceFigures(page: string, published: Published): string {
  const fleets = measuredFleets.flatMap(fleet => published.fleets[nameFleet(fleet)] ?? []);
  const rounds = fleets.flatMap(fleet => fleet.rounds);
  const parts: Readonly<Record<string, string>> = {
    origin: formatOrigins(fleets),
    rounds: formatRounds(rounds),
    goals: formatTable(listGoals(published)),
    traffic: formatTraffic(rounds),
    days: formatDays(fleets.map(({ day }) => day)),
    starts: formatColdStarts(published.coldStarts),
    commands: formatCommands(published.commands),
  };
  return Object.entries(parts).reduce(
    (text, [name, content]) =>
      replacePart(
        text,
        { begin: `<!-- bench:${name} -->`, end: `<!-- /bench:${name} -->` },
        content,
      ),
    page,
  );
}

/** One sentence for each day and machine on which fleets were measured. */
function formatOrigins(fleets: readonly PublishedFleet[]): string {
  const origins = Map.groupBy(
    fleets,
    ({ date, machine }) => `Measured on ${date.slice(0, 10)}: ${machine}`,
  );
  if (origins.size === 1) return `${[...origins.keys()].join()}.`;
  return [...origins]
    .map(([origin, own]) => `${origin} (${own.map(({ day }) => describeFleet(day)).join('; ')}).`)
    .join(' ');
}
