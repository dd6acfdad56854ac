import type { FleetSeries } from './history.ts';

// Prometheus remote write 1.0: a snappy-compressed WriteRequest of
// https://github.com/prometheus/prometheus/blob/main/prompb/remote.proto

/** The series of a request and the times of their samples, in Unix seconds. */
export type Batch = Readonly<{ series: readonly EncodedSeries[]; times: readonly number[] }>;

/** A series with encoded labels. */
export type EncodedSeries = Omit<FleetSeries, 'labels'> & Readonly<{ labels: Buffer }>;

const lengthDelimited = 2;

/** Encodes labels as fields 1 of a TimeSeries, ordered by name as the protocol requires. */
export function encodeLabels(labels: Readonly<Record<string, string>>): Buffer {
  const fields = Object.entries(labels)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) =>
      encodeField(1, Buffer.concat([encodeText(1, name), encodeText(2, value)])),
    );
  return Buffer.concat(fields);
}

export function encodeSeries({ labels, ...series }: FleetSeries): EncodedSeries {
  return { ...series, labels: encodeLabels(labels) };
}

/** Sends one batch. Throws if Prometheus rejects it. */
export function writeBatch(url: string, batch: Batch): Promise<void> {
  return sendWrite(url, encodeRequest(batch));
}

/** Sends an encoded WriteRequest. Throws if Prometheus rejects it. */
export async function sendWrite(url: string, request: Buffer): Promise<void> {
  const response = await fetch(`${url}/api/v1/write`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-protobuf',
      'content-encoding': 'snappy',
      'x-prometheus-remote-write-version': '0.1.0',
    },
    body: compress(request),
  });
  if (!response.ok) throw new Error(`remote write: ${response.status} ${await response.text()}`);
}

function encodeRequest({ series, times }: Batch): Buffer {
  return Buffer.concat(
    series.map(({ labels, life, valueAt }) => {
      const existing =
        life === undefined ? times : times.filter(time => time >= life.from && time <= life.to);
      return encodeField(1, Buffer.concat([labels, encodeSamples(existing, valueAt)]));
    }),
  );
}

/** A Sample is a double (field 1, 9 bytes) and milliseconds (field 2, 7 bytes for current times). */
const sampleBytes = 16;

function encodeSamples(times: readonly number[], valueAt: (time: number) => number): Buffer {
  const buffer = Buffer.alloc(times.length * (sampleBytes + 2));
  let offset = 0;
  for (const time of times) {
    buffer[offset] = (2 << 3) | lengthDelimited;
    buffer[offset + 1] = sampleBytes;
    buffer[offset + 2] = (1 << 3) | 1;
    buffer.writeDoubleLE(valueAt(time), offset + 3);
    buffer[offset + 11] = 2 << 3;
    offset = writeVarint(buffer, time * 1000, offset + 12);
  }
  return buffer.subarray(0, offset);
}

export function encodeField(number: number, content: Buffer): Buffer {
  const head = Buffer.alloc(11);
  head[0] = (number << 3) | lengthDelimited;
  return Buffer.concat([head.subarray(0, writeVarint(head, content.length, 1)), content]);
}

function encodeText(number: number, value: string): Buffer {
  return encodeField(number, Buffer.from(value, 'utf8'));
}

export function writeVarint(buffer: Buffer, value: number, start: number): number {
  let rest = value;
  let offset = start;
  while (rest >= 128) {
    buffer[offset] = (rest % 128) | 128;
    rest = Math.floor(rest / 128);
    offset += 1;
  }
  buffer[offset] = rest;
  return offset + 1;
}

const longestLiteral = 65_536;

/** Writes Snappy's block format without compression, as literals of up to 64 KiB. */
function compress(content: Buffer): Buffer {
  const head = Buffer.alloc(10);
  const parts: Buffer[] = [head.subarray(0, writeVarint(head, content.length, 0))];
  for (let offset = 0; offset < content.length; offset += longestLiteral) {
    const literal = content.subarray(offset, offset + longestLiteral);
    const tag = Buffer.from([61 << 2, 0, 0]);
    tag.writeUInt16LE(literal.length - 1, 1);
    parts.push(tag, literal);
  }
  return Buffer.concat(parts);
}
