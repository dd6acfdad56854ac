/** All values of a field that the learnt crons set. */
const fieldRanges = { hour: [0, 23], day: [1, 31], weekday: [0, 6] } as const;

export type Field = keyof typeof fieldRanges;

/** Writes a field's values in any order, such as `*`, `1-5` or `2,14`. */
export function writeField(field: Field, values: readonly number[]): string {
  const [least, most] = fieldRanges[field];
  const sorted = [...new Set(values)].sort((a, b) => a - b);
  if (sorted.length === most - least + 1) return '*';
  const runs: number[][] = [];
  for (const value of sorted) {
    const run = runs.at(-1);
    if (run?.at(-1) === value - 1) run.push(value);
    else runs.push([value]);
  }
  return runs.map(writeRun).join(',');
}

function writeRun(run: readonly number[]): string {
  const [first, last] = [run[0], run.at(-1)];
  return run.length < 3 ? run.join(',') : `${first}-${last}`;
}
