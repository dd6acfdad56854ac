import { encodeField, encodeLabels, sendWrite, writeVarint } from '../../../bench/remote-write.ts';
import type { Labels } from './application.ts';

type HistogramSeries = Readonly<{
  labels: Labels;
  secondsPerRun: number;
  intervalSeconds: number;
}>;

/** The last hour, a time every 15 s, Unix seconds. */
export function listTimes(): number[] {
  const end = Math.floor(Date.now() / 15_000) * 15;
  return Array.from({ length: 240 }, (_, index) => end - (239 - index) * 15);
}

/** Writes an hour of a native histogram by remote write, a sample every 15 s up to now. */
export function writeHistograms(url: string, series: HistogramSeries): Promise<void> {
  const histograms = listTimes().map(time => {
    const count = Math.floor(time / series.intervalSeconds);
    return encodeField(4, encodeHistogram(count, count * series.secondsPerRun, time));
  });
  const content = Buffer.concat([encodeLabels(series.labels), ...histograms]);
  return sendWrite(url, encodeField(1, content));
}

/** All runs in one bucket of schema 0: `Histogram` of Prometheus's remote.proto. */
function encodeHistogram(count: number, sum: number, time: number): Buffer {
  const span = Buffer.concat([number(1, zigzag(3)), number(2, 1)]);
  return Buffer.concat([
    number(1, count),
    double(3, sum),
    number(4, zigzag(0)),
    double(5, 1e-9),
    number(6, 0),
    encodeField(11, span),
    encodeField(12, varint(zigzag(count))),
    number(15, time * 1000),
  ]);
}

const zigzag = (value: number) => value * 2;

function varint(value: number): Buffer {
  const buffer = Buffer.alloc(10);
  return buffer.subarray(0, writeVarint(buffer, value, 0));
}

function number(field: number, value: number): Buffer {
  return Buffer.concat([varint(field * 8), varint(value)]);
}

function double(field: number, value: number): Buffer {
  const buffer = Buffer.alloc(8);
  buffer.writeDoubleLE(value);
  return Buffer.concat([varint(field * 8 + 1), buffer]);
}
