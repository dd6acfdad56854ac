import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { createGzip } from 'node:zlib';

/** Sends the text and then single bytes without end, until the client disconnects. */
export async function trickle(stream: Writable, text: string): Promise<void> {
  stream.on('error', () => undefined);
  stream.write(text);
  while (!stream.destroyed && !stream.closed) {
    stream.write(' ');
    await sleep(20);
  }
}

const beginning = '{"status":"success","data":{"resultType":"vector","result":[';
const row = '{"metric":{"job_name":"endless"},"value":[1,"1"]},';

/** Sends a vector without end, as fast as the client reads it. */
export async function pourEndlessly(response: ServerResponse, isZipped: boolean): Promise<void> {
  const encoding = isZipped ? { 'content-encoding': 'gzip' } : {};
  response.writeHead(200, { 'content-type': 'application/json', ...encoding });
  const out: Writable = isZipped ? createGzip() : response;
  if (out !== response) out.pipe(response);
  const gone = once(response, 'close');
  out.write(beginning);
  const rows = row.repeat(1300);
  while (!response.destroyed) {
    if (!out.write(rows)) await Promise.race([once(out, 'drain'), gone]);
  }
  out.destroy();
}
