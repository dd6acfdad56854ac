/** How many of the items lie at or before a time. The list ascends by `at`, in Unix seconds. */
export function countUpTo(items: readonly Readonly<{ at: number }>[], time: number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((items[middle]?.at ?? 0) <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}
