// The least that could be done: the same requests, answers thrown away, and the same metrics, ready
// made. It is a handler like the others, so that it pays for its process as they do.

import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { inParallel } from './in-parallel.ts';

/** A request that is ready to be sent; the body is Base64. */
export type ReadyRequest = Readonly<{
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string;
}>;

export type FloorWork = Readonly<{
  queries: readonly ReadyRequest[];
  calls: readonly ReadyRequest[];
}>;

/** As many at once as a check's own function has. */
const queriesAtOnce = 3;
const callsAtOnce = 4;

const agent = new Agent({ keepAlive: true });
const file = join(process.env.LAMBDA_TASK_ROOT ?? '.', 'work.json');
const work = JSON.parse(readFileSync(file, 'utf8')) as FloorWork;
const queries = work.queries.map(ready);
const calls = work.calls.map(ready);

export async function handler(): Promise<void> {
  await inParallel(queries, queriesAtOnce, send);
  await inParallel(calls, callsAtOnce, send);
}

type Ready = Omit<ReadyRequest, 'body'> & Readonly<{ body: Buffer }>;

function ready({ body, ...rest }: ReadyRequest): Ready {
  return { ...rest, body: Buffer.from(body, 'base64') };
}

function send({ url, headers, body }: Ready): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', headers, agent }, answer => {
      answer.resume();
      if (answer.statusCode === 200) answer.on('end', resolve).on('error', reject);
      else reject(new Error(`HTTP ${answer.statusCode}`));
    });
    sent.on('error', reject).end(body);
  });
}
