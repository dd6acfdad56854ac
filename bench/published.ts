import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CodeDigests } from './code.ts';
import type { ColdStart } from './cold-start.ts';
import type { CommandTime } from './commands.ts';
import type { DayResult, RoundResult } from './measured.ts';

const file = join(import.meta.dirname, '..', 'docs', 'performance.json');

/** When, on which machine and with which code something was measured. */
export type Origin = Readonly<{ date: string; machine: string; code: CodeDigests }>;

/** The figures of a fleet that docs/performance.md shows. */
export type PublishedFleet = Origin & Readonly<{ rounds: readonly RoundResult[]; day: DayResult }>;

/** All published figures, the fleets by their names. */
export type Published = Readonly<{
  fleets: Readonly<Record<string, PublishedFleet>>;
  coldStarts: readonly ColdStart[];
  commands: readonly CommandTime[];
}>;

export function readPublished(): Published {
  return JSON.parse(readFileSync(file, 'utf8')) as Published;
}

/** Publishes what was measured. Fleets that were not measured keep their figures and their code. */
export function publish(measured: Published): void {
  const before = readPublished();
  const fleets = { ...before.fleets, ...measured.fleets };
  writeFileSync(file, `${JSON.stringify({ ...measured, fleets }, undefined, 2)}\n`);
}
