import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { pourEndlessly } from './endless.ts';

/** Answers of a hostile server, by name. It gives the same answer to every request. */
export const hostileAnswers = {
  'a body that never ends': response => pourEndlessly(response, false),
  'the same in gzip': response => pourEndlessly(response, true),
  'as many samples as an answer may hold': response => send(response, createMatrix(row)),
  'the same in gzip, a few kilobytes long': response =>
    sendZipped(response, 'rows', () => createMatrix(row)),
  'as many series as an answer may hold, each of another job': response =>
    sendZipped(response, 'series', createManySeries),
  'a million empty rows': response => sendZipped(response, 'empty', () => createMatrix('{},')),
  'brackets, a million deep': response => sendZipped(response, 'deep', () => '['.repeat(4e6)),
  'one label of megabytes': response =>
    sendZipped(response, 'long', () => createMatrix(createLongRow(3.9e6), 3.95e6)),
} satisfies Readonly<Record<string, (response: ServerResponse) => unknown>>;

export type HostileAnswer = keyof typeof hostileAnswers;

const samples = '[1795435200,"1"],'.repeat(100).slice(0, -1);
const row = `{"metric":{"job_name":"a_job_with_a_name","le":"600"},"values":[${samples}]},`;

function createLongRow(length: number): string {
  return `{"metric":{"job_name":"${'x'.repeat(length)}"},"values":[[1795435200,"1"]]},`;
}

/** Creates an answer just below the judge's limit of 4 MiB. */
function createMatrix(part: string, bytes = 4.1e6): string {
  const rows = part.repeat(Math.max(1, Math.floor(bytes / part.length))).slice(0, -1);
  return frame(rows);
}

function createManySeries(): string {
  const rows = Array.from(
    { length: 60_000 },
    (_, index) => `{"metric":{"job_name":"job_${index}"},"values":[[1795435200,"1"]]}`,
  );
  return frame(rows.join(','));
}

function frame(rows: string): string {
  return `{"status":"success","data":{"resultType":"matrix","result":[${rows}]}}`;
}

const made = new Map<string, Buffer>();

function sendZipped(response: ServerResponse, name: string, text: () => string): void {
  const bytes = made.get(name) ?? gzipSync(text());
  made.set(name, bytes);
  response.setHeader('content-encoding', 'gzip');
  send(response, bytes);
}

function send(response: ServerResponse, body: string | Buffer): void {
  response.setHeader('content-type', 'application/json');
  response.end(body);
}

export async function startHostileServer() {
  let answer: (response: ServerResponse) => unknown = response => response.end();
  const server = createServer((request, response) => {
    request.resume();
    response.on('error', () => undefined);
    answer(response);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    set: (name: HostileAnswer) => {
      answer = hostileAnswers[name];
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}
