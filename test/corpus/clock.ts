/**
 * When every scenario begins, Unix seconds: a whole multiple of 18 h, which is the longest block
 * that promtool writes, so that the short scenarios fit into one.
 */
export const beginning = 27_400 * 64_800;

/** Unix seconds of a minute of the scenario. */
export function at(minute: number): number {
  return beginning + minute * 60;
}

/** The minute of the scenario at these Unix seconds. */
export function toMinute(seconds: number): number {
  return (seconds - beginning) / 60;
}
