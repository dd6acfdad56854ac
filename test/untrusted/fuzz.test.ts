import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planListed } from '../../lib/alarms/listed.ts';
import { evaluateFleet } from '../../lib/checks/evaluate-fleet.ts';
import { measureColumns, printable } from '../../lib/cli/terminal.ts';
import { toData } from '../../lib/cloudwatch/datum.ts';
import { bound } from '../../lib/lambda/log.ts';
import { openEnvelope } from '../../lib/prometheus/envelope.ts';
import { PrometheusError } from '../../lib/prometheus/errors.ts';
import { refusalError } from '../../lib/prometheus/faults.ts';
import { readInstant, readRange } from '../../lib/prometheus/response.ts';
import { createFleet } from '../checks/fleet.ts';
import { readSeries } from '../history/facts.ts';

const at = Date.parse('2026-11-23T12:00:00Z') / 1000;
const links = { runbookUrl: 'https://example.com/r', dashboardUrl: 'https://example.com/d' };
const anyText = fc.string({ unit: 'binary', maxLength: 300 });
const url = 'http://prometheus/api/v1/query';

test('a mail about a job with any name is within its limit, and its name is a code span', () => {
  const [job] = createFleet('a: { interval: 5m }').jobs;
  if (job === undefined) throw new Error('no job');
  fc.assert(
    fc.property(anyText, name => {
      const fleet = { ...createFleet('a: { interval: 5m }'), jobs: [{ ...job, name }] };
      for (const { description, name: alarm } of planListed({ ...job, name }, { fleet, links })) {
        expect(description.length).toBeLessThanOrEqual(1024);
        expect(description.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
        expect(description.split('`').length).toBeGreaterThanOrEqual(3);
        expect(alarm).toMatch(/^[ -~]{1,255}$/);
      }
    }),
  );
});

test('no terminal control sequence is passed on, and harmless text is kept', () => {
  fc.assert(
    fc.property(anyText, text => {
      const shown = printable(text);
      expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      expect(measureColumns(shown)).toBeLessThanOrEqual(2 * shown.length);
    }),
  );
  expect(printable('clip_sync größe ジョブ')).toBe('clip_sync größe ジョブ');
});

test('a log line is one line of JSON of bounded size, whatever notes and warnings say', () => {
  const note = fc.record({ code: fc.constant('stamp-ignored' as const), message: anyText });
  fc.assert(
    fc.property(fc.array(note, { maxLength: 60 }), fc.array(anyText), (notes, warnings) => {
      const text = JSON.stringify(bound(notes, warnings));
      expect(text).not.toContain('\n');
      expect(text.length).toBeLessThan(25 * 6 * 2100);
      expect(JSON.parse(text).notes.length + JSON.parse(text).notesLeftOut).toBe(notes.length);
    }),
  );
});

test('any text as an answer is read or rejected with a code', () => {
  const json = fc.json({ maxDepth: 6 });
  const answer = fc.oneof(
    anyText,
    json,
    json.map(data => `{"status":"success","data":{"resultType":"vector","result":${data}}}`),
    json.map(data => `{"status":"success","data":{"resultType":"matrix","result":[${data}]}}`),
  );
  fc.assert(
    fc.property(answer, text => {
      for (const read of [readInstant, readRange]) {
        try {
          read(
            openEnvelope(text, url, refusal => refusalError(refusal, url)),
            url,
          );
        } catch (error) {
          expect(error).toBeInstanceOf(PrometheusError);
        }
      }
    }),
    { numRuns: 500 },
  );
});

/** Samples with any values at any times, as from a broken application. */
function makeSamples(values: readonly number[]) {
  return {
    times: values.map((_, index) => at - 60 * (values.length - index)),
    values,
  };
}

test('for any numbers from Prometheus, published values are finite and within bounds', () => {
  const fleet = createFleet('a: { interval: 5m }', 'b: { schedule: "0 */6 * * *" }');
  const [source] = fleet.sources;
  const value = fc.oneof(
    fc.double(),
    fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, -1, 0, 5e-324, 1.7e308, at, at * 1000),
  );
  const labels = fc.record({
    __name__: fc.constantFrom(
      'up',
      'job_execution_total',
      'job_last_success_timestamp_seconds',
      'job_execution_duration_seconds_count',
      'job_execution_duration_seconds_sum',
      'job_execution_duration_seconds_bucket',
      'job_items_processed_total',
      'job_queue_size',
    ),
    job_name: fc.constantFrom('a', 'b', 'c', ''),
    status: fc.constantFrom('success', 'failed', 'partial', ''),
    le: fc.constantFrom('1', '600', '+Inf', 'x', ''),
  });
  const series = fc
    .record({ labels, values: fc.array(value, { minLength: 1, maxLength: 12 }) })
    .map(one => ({ labels: one.labels, ...makeSamples(one.values) }));
  fc.assert(
    fc.property(fc.array(series, { maxLength: 16 }), all => {
      const history = readSeries(all, source);
      const { measurements } = evaluateFleet(fleet, [history], { at });
      for (const { value: number } of measurements) expect(Number.isFinite(number)).toBe(true);
      for (const { Value } of toData({ measurements, fleet, at })) {
        expect(Number.isFinite(Value)).toBe(true);
        expect(Math.abs(Value ?? 0)).toBeLessThanOrEqual(2 ** 360);
      }
    }),
    { numRuns: 300 },
  );
});
