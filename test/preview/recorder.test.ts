import { expect, test } from 'vitest';
import { createRecorder } from '../../lib/preview/recorder.ts';
import type { Range } from '../../lib/prometheus/answer.ts';
import { PrometheusError } from '../../lib/prometheus/errors.ts';
import { parse } from '../config/parse.ts';

const minute = 60;
const hour = 60 * minute;
const to = Date.UTC(2026, 0, 6, 12) / 1000;
const { fleet } = parse(
  'service: s\nprometheus: { url: "http://localhost:9090" }\njobs: { a: { interval: 5m } }',
);

/** A Prometheus that has been watching one target and knows a queue of 7. */
function listening() {
  const asked: Range[] = [];
  let broken = false;
  const range = async (promql: string, range: Range) => {
    asked.push(range);
    if (broken) throw new PrometheusError({ code: 'unreachable', problem: 'gone' });
    const times: number[] = [];
    for (let at = range.from; at <= range.to; at += minute) times.push(at);
    const isQueue = promql.startsWith('max by') && !promql.includes('offset');
    const isWatch = !promql.includes('job_name') && !isQueue;
    const values = times.map(at => (isWatch ? at - hour : 7));
    const labels = { job_name: 'a' };
    return { series: isQueue || isWatch ? [{ labels, times, values }] : [], warnings: [] };
  };
  return { range, asked, breakDown: () => (broken = true) };
}

test('a span is read once; later only what is new, and what was not settled', async () => {
  const prometheus = listening();
  const recorder = createRecorder(prometheus, fleet);
  await recorder.record({ from: to - 6 * hour, to }, { now: to });
  prometheus.asked.length = 0;
  await recorder.record({ from: to - 6 * hour + minute, to: to + minute }, { now: to + minute });
  expect(Math.min(...prometheus.asked.map(({ from }) => from))).toBe(to - minute);
});

test('a longer span reads what lies before, newest first, and tells how far it is', async () => {
  const prometheus = listening();
  const recorder = createRecorder(prometheus, fleet);
  await recorder.record({ from: to - hour, to }, { now: to + hour });
  prometheus.asked.length = 0;
  const shares: number[] = [];
  const onProgress = (share: number) => shares.push(share);
  await recorder.record({ from: to - 24 * hour, to }, { now: to + hour, onProgress });
  expect(Math.max(...prometheus.asked.map(range => range.to))).toBe(to - hour - minute);
  expect(shares.at(-1)).toBe(1);
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
});

test('what was read stays when the source fails, and is not asked for again', async () => {
  const prometheus = listening();
  const recorder = createRecorder(prometheus, fleet);
  const { tape } = await recorder.record({ from: to - hour, to }, { now: to + hour });
  prometheus.breakDown();
  const more = recorder.record({ from: to - hour, to: to + minute }, { now: to + hour });
  await expect(more).rejects.toThrow('gone');
  await recorder.record({ from: to - hour, to }, { now: to + hour });
  expect(tape.valuesOf('a', 'QueueSize', { from: to, to })).toEqual(new Float64Array([7]));
});
