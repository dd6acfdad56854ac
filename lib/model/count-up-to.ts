/**
 * How many of the items, from the first on, satisfy a condition that holds for an item and all
 * before it.
 */
export function countWhile<Item>(
  items: readonly Item[],
  isBefore: (item: Item) => boolean,
): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBefore(items[middle] as Item)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many of the items lie at or before a time. The list ascends by `at`, in Unix seconds. */
export function countUpTo(items: readonly Readonly<{ at: number }>[], time: number): number {
  return countWhile(items, ({ at }) => at <= time);
}
