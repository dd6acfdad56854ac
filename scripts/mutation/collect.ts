import { format } from 'node:util';

/** A test by its full name, such as `a queue > is empty once its row is gone`. */
export type CollectedTest = Readonly<{ name: string; run: () => unknown }>;

type Body = (...row: unknown[]) => unknown;

/**
 * Vitest's `describe` and `it`, which only collect the tests, because another test may not have run
 * yet.
 */
export function createCollector() {
  const tests: CollectedTest[] = [];
  const titles: string[] = [];
  const describe = (title: string, body: () => void) => {
    titles.push(title);
    body();
    titles.pop();
  };
  const collect = (title: string, run: () => unknown) => {
    tests.push({ name: [...titles, title].join(' > '), run });
  };
  const each = (rows: readonly unknown[]) => (title: string, body: Body) => {
    for (const row of rows) {
      const values = Array.isArray(row) ? row : [row];
      collect(fillTitle(title, values), () => body(...values));
    }
  };
  const it = Object.assign(collect, { each });
  return { tests, describe, it, test: it };
}

/** `format` also appends the values that no placeholder takes. */
function fillTitle(title: string, values: readonly unknown[]): string {
  const taken = title.replaceAll('%%', '').split('%').length - 1;
  return format(title, ...values.slice(0, taken));
}
