import { describe, expect, it } from 'vitest';
import { createHistoryKeeper } from '../../lib/prometheus/keep-history.ts';
import { presets } from '../../lib/sources/presets/index.ts';
import { longestQueryBytes, splitNames } from '../../lib/sources/split-names.ts';
import { parse, refusal } from '../config/parse.ts';
import { makeSource } from '../history/facts.ts';

const end = 1_767_225_600;

const kinds: Readonly<Record<string, (index: number) => string>> = {
  Japanese: index => `請求書の再送信と照合の夜間処理その${index}`,
  'made of what patterns escape': index => `${'.*+?()[]{}|^$\\"'.repeat(4)}${index}`,
  'commands with many slashes': index => `/usr/local/lib/a/b/c/d/e/f/${index}.sh/0/*/5 * * * *`,
};

/** Every query that a cold start sends about these jobs, each of which runs once a month. */
async function listQueries(source: string, names: readonly string[]): Promise<string[]> {
  const jobs = Object.fromEntries(names.map(name => [name, { interval: '31d' }]));
  const selector = `app=~"${'x'.repeat(900)}"`;
  const prometheus = { url: 'http://p', selector };
  const { fleet } = parse(
    JSON.stringify({ prometheus, sources: { app: { preset: source } }, jobs }),
  );
  const queries: string[] = [];
  const note = (text: string) => {
    queries.push(text);
    return Promise.resolve({ series: [], samples: [], warnings: [] });
  };
  const client = {
    instant: note,
    range: note,
    samples: (text: string) => note(`${text}[9999999s]`),
  };
  await createHistoryKeeper(client, fleet).update({ from: end, to: end });
  return queries;
}

describe.each(presets.map(({ name }) => name))('of %s', name => {
  it.each(Object.keys(kinds))(
    'no query is longer than 4 KiB with names that are %s',
    async kind => {
      for (const count of [1, 60, 490]) {
        const names = Array.from({ length: count }, (_, index) => kinds[kind]?.(index) ?? '');
        const queries = await listQueries(name, names);
        expect(queries.length).toBeGreaterThan(0);
        for (const query of queries) {
          expect(Buffer.byteLength(query), query).toBeLessThanOrEqual(longestQueryBytes);
        }
      }
    },
  );
});

describe('names', () => {
  const split = (names: readonly string[]) => splitNames(makeSource(), names);

  it('are queried in as few queries as possible', () => {
    const names = Array.from({ length: 300 }, (_, index) => `job_number_${index}`);
    const parts = split(names);
    expect(parts.length).toBe(2);
    expect(parts.flat()).toEqual(names);
  });

  it('are left out if there are too many, or if one does not fit', () => {
    expect(split(Array.from({ length: 9000 }, (_, index) => `job_number_${index}`))).toEqual([
      undefined,
    ]);
    expect(split(['short', '.'.repeat(2000)])).toEqual([undefined]);
    expect(split([])).toEqual([]);
  });
});

it('selectors that leave no room for names are rejected where they are configured', () => {
  const long = `app=~"${'x'.repeat(1100)}"`;
  const jobs = 'jobs: { a: { interval: 5m } }';
  const text = `prometheus: { url: "http://p", selector: '${long}' }\n`;
  const both = `${text}sources: { s: { preset: jobs, selector: '${long}' } }\n${jobs}`;
  expect(() => parse(`${text}${jobs}`)).not.toThrow();
  expect(refusal(both).problems.map(({ path, expected }) => `${path}: ${expected}`)).toEqual([
    'sources.s: selectors that come to at most 2048 bytes in a query, prometheus.selector among them; these come to 2254',
  ]);
  const alone = `prometheus: { url: "http://p", selector: '${long},${long}' }\n${jobs}`;
  expect(refusal(alone).problems.map(({ path }) => path)).toEqual(['prometheus.selector']);
});
