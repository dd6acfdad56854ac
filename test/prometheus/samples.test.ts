import { afterAll, expect, it } from 'vitest';
import { closeClients, json, openClient } from './asking.ts';
import { connectionTo, serve } from './server.ts';

afterAll(closeClients);

const matrix = {
  status: 'success',
  data: {
    resultType: 'matrix',
    result: [
      {
        metric: { job: 'a' },
        values: [
          [60, '1'],
          [75.5, '2'],
          [120, 'NaN'],
        ],
      },
      { metric: { job: 'b' }, values: [[60, '7']] },
    ],
  },
};

it('samples are queried with a range selector at the end of their span', async () => {
  await using server = await serve(json(200, matrix));
  await openClient(connectionTo(server.url)).samples('x{a="b"}', { from: 60, to: 120 });
  expect(server.requests[0]?.form).toMatchObject({ query: 'x{a="b"}[60s]', time: '120' });
});

it('a span with a fraction of a second is queried as whole seconds', async () => {
  await using server = await serve(json(200, matrix));
  await openClient(connectionTo(server.url)).samples('x{}', { from: 60.2, to: 120 });
  expect(server.requests[0]?.form.query).toBe('x{}[60s]');
});

it('samples at the beginning of the span are left out, because Prometheus 2 includes them', async () => {
  await using server = await serve(json(200, matrix));
  const { series } = await openClient(connectionTo(server.url)).samples('x{}', {
    from: 60,
    to: 120,
  });
  expect(series).toEqual([
    { labels: { job: 'a' }, times: [75.5, 120], values: [2, Number.NaN] },
    { labels: { job: 'b' }, times: [], values: [] },
  ]);
});
