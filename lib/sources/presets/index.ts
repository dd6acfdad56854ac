import type { Preset } from '../preset.ts';
import { jobs } from './jobs.ts';

/** Every preset, in the order of the docs. */
export const presets: readonly Preset[] = [jobs];

/** The preset of a name. Throws a RangeError where there is none. */
export function findPreset(name: string): Preset {
  const preset = presets.find(candidate => candidate.name === name);
  if (preset === undefined) throw new RangeError(`there is no preset ${name}`);
  return preset;
}
