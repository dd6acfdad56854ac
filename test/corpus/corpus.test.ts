import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { alertNames } from '../../lib/checks/job.ts';
import type { PrometheusWithHistory } from '../prometheus.ts';
import { corpus } from './all.ts';
import { playAll } from './history.ts';
import { judgeByJobwatch } from './jobwatch.ts';
import { demandedAlerts, scoreOf } from './judge.ts';
import { slugOf } from './scenario.ts';

const clean = { missed: [], wrong: [], flaps: [] };

let prometheus: PrometheusWithHistory;

beforeAll(async () => {
  prometheus = await playAll(corpus);
});

afterAll(() => prometheus.stop());

describe('Jobwatch raises what it should in time, and nothing else:', () => {
  test.for(corpus)('$name', async scenario => {
    const fired = await judgeByJobwatch(scenario, prometheus.url);
    expect(scoreOf(scenario, fired)).toMatchObject(clean);
  });
});

test('every alert is demanded by some scenario', () => {
  expect(demandedAlerts(corpus)).toEqual(alertNames);
});

test('every scenario has a name of its own', () => {
  expect(new Set(corpus.map(slugOf)).size).toBe(corpus.length);
});
