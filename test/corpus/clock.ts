/**
 * When every scenario begins, in Unix seconds. It is a multiple of 18 h, the longest block that
 * promtool writes here, so that a short scenario fits into one block.
 */
export const beginning = 27_400 * 64_800;

/** Unix seconds of a minute of the scenario. */
export function at(minute: number): number {
  return beginning + minute * 60;
}

/** Converts Unix seconds to a minute of the scenario. */
export function toMinute(seconds: number): number {
  return (seconds - beginning) / 60;
}
