import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openEnvelope } from '../../lib/prometheus/envelope.ts';
import { PrometheusError } from '../../lib/prometheus/errors.ts';
import { refusalError } from '../../lib/prometheus/faults.ts';
import { readInstant, readRange } from '../../lib/prometheus/response.ts';

const url = 'http://prometheus/api/v1/query';

const parseEnvelope = (text: string) =>
  openEnvelope(text, url, refusal => refusalError(refusal, url));

const instant = (data: unknown) =>
  readInstant(parseEnvelope(JSON.stringify({ status: 'success', data })), url);

const range = (data: unknown) =>
  readRange(parseEnvelope(JSON.stringify({ status: 'success', data })), url);

const vector = (...result: unknown[]) => ({ resultType: 'vector', result });
const matrix = (...result: unknown[]) => ({ resultType: 'matrix', result });

const readValue = (text: unknown) =>
  instant(vector({ metric: {}, value: [60, text] })).samples[0]?.value;

test('a vector gives one sample per series', () => {
  const { samples } = instant(vector({ metric: { job: 'ü"\n' }, value: [60.5, '1e-3'] }));
  expect(samples).toEqual([{ labels: { job: 'ü"\n' }, value: 0.001 }]);
});

test('a scalar gives one sample without labels', () => {
  const { samples } = instant({ resultType: 'scalar', result: [60, '7'] });
  expect(samples).toEqual([{ labels: {}, value: 7 }]);
});

test('a matrix gives times and values', () => {
  const { series } = range(
    matrix({
      metric: { job: 'a' },
      values: [
        [60, '1'],
        [120, 'NaN'],
      ],
    }),
  );
  expect(series).toEqual([{ labels: { job: 'a' }, times: [60, 120], values: [1, Number.NaN] }]);
});

test.each([
  ['NaN', Number.NaN],
  ['+Inf', Number.POSITIVE_INFINITY],
  ['-Inf', Number.NEGATIVE_INFINITY],
  ['-0', -0],
  ['1.7976931348623157e+308', Number.MAX_VALUE],
])('%s is a value', (text, value) => expect(readValue(text)).toBe(value));

test.each(['', ' 1', '1 ', '0x1F', 'Infinity', 'inf', 'null', '1_0', '1e', '.', 5, null, true])(
  '%j is not a value',
  text => expect(() => readValue(text)).toThrow(PrometheusError),
);

test.each([
  ['no data', undefined],
  ['an unknown type', { resultType: 'string', result: [60, 'x'] }],
  ['a matrix', matrix()],
  ['a result of another kind', { resultType: 'vector', result: {} }],
  ['a series without labels', vector({ value: [60, '1'] })],
  ['a label that is a number', vector({ metric: { job: 5 }, value: [60, '1'] })],
  ['labels as a list', vector({ metric: [], value: [60, '1'] })],
  ['a series without a value', vector({ metric: {} })],
  ['a point of three', vector({ metric: {}, value: [60, '1', '2'] })],
  ['a time as text', vector({ metric: {}, value: ['60', '1'] })],
])('an instant query does not accept %s', (_what, data) => {
  expect(() => instant(data)).toThrow(expect.objectContaining({ code: 'bad-answer' }));
});

test.each([
  ['a vector', vector()],
  [
    'times that go back',
    matrix({
      metric: {},
      values: [
        [120, '1'],
        [60, '1'],
      ],
    }),
  ],
  ['a series without values', matrix({ metric: {} })],
  ['values of another kind', matrix({ metric: {}, values: 'x' })],
])('a range query does not accept %s', (_what, data) => {
  expect(() => range(data)).toThrow(expect.objectContaining({ code: 'bad-answer' }));
});

test('native histograms are left out of an instant query, with a warning', () => {
  const histogram = [60, { count: '5', sum: '1' }];
  const now = instant(vector({ metric: { a: '1' }, histogram }, { metric: {}, value: [60, '1'] }));
  expect(now.samples).toHaveLength(1);
  expect(now.warnings).toEqual(['native histograms were left out of the answer']);
});

test('native histograms in a range are read as count and sum, besides plain values', () => {
  const histograms = [
    [60, { count: '5', sum: '1.5', buckets: [[0, '0.5', '1', '5']] }],
    [90, { count: '6', sum: '2' }],
  ];
  const row = { metric: { __name__: 'run_seconds', a: '1' }, histograms, values: [[30, '7']] };
  expect(range(matrix(row))).toEqual({
    series: [
      { labels: { __name__: 'run_seconds_count', a: '1' }, times: [60, 90], values: [5, 6] },
      { labels: { __name__: 'run_seconds_sum', a: '1' }, times: [60, 90], values: [1.5, 2] },
      { labels: { __name__: 'run_seconds', a: '1' }, times: [30], values: [7] },
    ],
    warnings: [],
  });
  for (const broken of ['x', [60], [[60, {}]], [[60, null]]]) {
    const read = () => range(matrix({ metric: {}, histograms: broken }));
    expect(read, JSON.stringify(broken)).toThrow(expect.objectContaining({ code: 'bad-answer' }));
  }
});

test('a label called __proto__ is an ordinary label', () => {
  const text = JSON.stringify({
    status: 'success',
    data: vector({ metric: 'M', value: [60, '1'] }),
  });
  const { samples } = readInstant(
    parseEnvelope(text.replace('"M"', '{"__proto__":"x","constructor":"y"}')),
    url,
  );
  expect(Object.entries(samples[0]?.labels ?? {})).toEqual([
    ['__proto__', 'x'],
    ['constructor', 'y'],
  ]);
  expect(({} as Record<string, unknown>).x).toBeUndefined();
  expect(Object.getPrototypeOf(samples[0]?.labels)).toBe(Object.prototype);
});

// Values close to what Prometheus writes, so that many of them are accepted.
const text = fc.oneof(
  fc.constantFrom('1', 'NaN', '+Inf', '-Inf', '', '0x1'),
  fc.string(),
  fc.double(),
);
const point = fc.oneof(fc.tuple(fc.double(), text), fc.jsonValue());
const metric = fc.oneof(fc.dictionary(fc.string(), fc.string()), fc.jsonValue());
const row = fc.oneof(
  fc.record({ metric, value: point }),
  fc.record({ metric, values: fc.array(point) }),
  fc.jsonValue(),
);
const resultType = fc.constantFrom('vector', 'matrix', 'scalar', 'string');
const result = fc.oneof(fc.array(row), point);
const status = fc.constantFrom('success', 'error');
const answer = fc.oneof(
  fc.record({ status, data: fc.record({ resultType, result }), warnings: fc.jsonValue() }),
  fc.record({ status, data: fc.record({ resultType, result }) }),
  fc.jsonValue(),
);
const answerText = fc.oneof(
  answer.map(value => JSON.stringify(value)),
  fc.string(),
);

function readNumbers(text: string): number[] | PrometheusError {
  try {
    const envelope = parseEnvelope(text);
    if (text.includes('"matrix"'))
      return readRange(envelope, url).series.flatMap(one => [...one.times, ...one.values]);
    return readInstant(envelope, url).samples.map(sample => sample.value);
  } catch (error) {
    if (error instanceof PrometheusError) return error;
    throw error;
  }
}

test('any text gives numbers or a PrometheusError', () => {
  fc.assert(
    fc.property(answerText, text => {
      const numbers = readNumbers(text);
      return (
        numbers instanceof PrometheusError || numbers.every(value => typeof value === 'number')
      );
    }),
    { numRuns: 2000 },
  );
});
