import { expect, test } from 'vitest';
import { panelSource } from '../../lib/panels/outcome.ts';
import { panels } from '../../lib/panels/panels.ts';
import type { PrometheusReader } from '../../lib/panels/shared-reader.ts';
import { PrometheusError, type PrometheusErrorCode } from '../../lib/prometheus/errors.ts';
import { fleetOf } from '../checks/fleet.ts';
import { tenOClock } from './examples.ts';

const fleet = fleetOf('a: { interval: 5m }');
const span = { from: tenOClock - 3600, to: tenOClock };
const [overview, , , , , ages, , rates, heatmap, details] = panels;

/** A Prometheus that has watched for an hour and knows no job, and what it was asked. */
function reader() {
  const asked: string[] = [];
  const trouble: { code?: PrometheusErrorCode } = {};
  const answer = (query: string) => {
    asked.push(query);
    if (trouble.code !== undefined) {
      throw new PrometheusError({ code: trouble.code, problem: 'Prometheus is away' });
    }
  };
  const prometheus: PrometheusReader = {
    instant: async query => {
      answer(query);
      const isWatch = query.startsWith('min(');
      const samples = isWatch ? [{ labels: {}, value: tenOClock - 3600 }] : [];
      return { samples, warnings: [] };
    },
    range: async query => {
      answer(query);
      return { series: [], warnings: [] };
    },
  };
  return { asked, trouble, source: panelSource(prometheus, fleet) };
}

type Source = ReturnType<typeof reader>['source'];

async function refresh(source: Source, at = span) {
  const custom = [overview, ages, rates, heatmap, details].filter(panel => panel !== undefined);
  return Promise.all(custom.map(panel => source(panel, at, at.to)));
}

test('the five panels of a refresh ask each question once', async () => {
  const { source, asked } = reader();
  const outcomes = await refresh(source);
  expect(outcomes.map(({ kind }) => kind)).toEqual(Array(5).fill('data'));
  expect(new Set(asked).size).toBe(asked.length);
  const before = asked.length;
  await refresh(source);
  expect(asked.length).toBe(before);
});

test('another minute is asked anew', async () => {
  const { source, asked } = reader();
  await refresh(source);
  const before = asked.length;
  await refresh(source, { from: span.from + 60, to: span.to + 60 });
  expect(asked.length).toBeGreaterThan(before);
});

test('since when the source is away is remembered, until it answers', async () => {
  const { source, trouble } = reader();
  if (rates === undefined) throw new Error('no panel 8');
  trouble.code = 'unreachable';
  const problem = 'Prometheus is away';
  expect(await source(rates, span, 100)).toEqual({ kind: 'unreachable', since: 100, problem });
  expect(await source(rates, span, 160)).toEqual({ kind: 'unreachable', since: 100, problem });
  delete trouble.code;
  expect(await source(rates, span, 220)).toMatchObject({ kind: 'data' });
  trouble.code = 'timeout';
  const later = { from: span.from + 60, to: span.to + 60 };
  expect(await source(rates, later, 280)).toMatchObject({ kind: 'unreachable', since: 280 });
});

test('a question that is too much fails one panel, not the source', async () => {
  const { source, trouble } = reader();
  if (heatmap === undefined) throw new Error('no panel 9');
  trouble.code = 'too-expensive';
  expect(await source(heatmap, span, 100)).toMatchObject({ kind: 'failed' });
});
