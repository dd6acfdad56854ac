import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Answerer } from './answer-page.ts';
import type { Asset } from './assets.ts';
import type { AnswerLine, PageSettings } from './dashboard.ts';
import { findRejection, securityHeaders } from './guard.ts';
import { PreviewError } from './preview-error.ts';
import { parseRequest } from './request.ts';

/** A page on loopback. */
export type Preview = Readonly<{ url: string; port: number; stop: () => Promise<void> }>;

/** What is served; `now` in Unix seconds. */
type Served = Readonly<{
  assets: ReadonlyMap<string, Asset>;
  settings: PageSettings;
  answerer: Answerer;
  now: () => number;
}>;

/**
 * The page's port, unless another one is requested: the browser remembers its theme by the port.
 */
const usualPort = 9777;

/**
 * Serves the page on 127.0.0.1 and this port; without a port on the usual one or, if that is taken,
 * on a free one. Throws `PreviewError` `port-taken`.
 */
export async function servePreview(served: Served, port: number | undefined): Promise<Preview> {
  const server = createServer();
  const bound = await bind(server, port);
  server.on('request', (request, response) => {
    respond(served, bound, { request, response }).catch(error => {
      response.destroy(error instanceof Error ? error : undefined);
    });
  });
  return { url: `http://127.0.0.1:${bound}/`, port: bound, stop: () => close(server) };
}

async function bind(server: Server, port: number | undefined): Promise<number> {
  try {
    return await listen(server, port ?? usualPort);
  } catch (cause) {
    if (port === undefined) return listen(server, 0);
    throw new PreviewError('port-taken', `--port: ${port} cannot be used`, { cause });
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

function close(server: Server): Promise<void> {
  const closed = new Promise<void>(resolve => {
    server.close(() => resolve());
  });
  server.closeAllConnections();
  return closed;
}

type Exchange = Readonly<{ request: IncomingMessage; response: ServerResponse }>;

async function respond(served: Served, port: number, exchange: Exchange): Promise<void> {
  const { request, response } = exchange;
  for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
  const rejection = findRejection(request, port);
  if (rejection !== undefined) return sendText(response, rejection.status, rejection.reason);
  const url = new URL(request.url ?? '/', `http://127.0.0.1:${port}`);
  if (url.pathname === '/api/settings') return sendJson(response, served.settings);
  if (url.pathname === '/api/dashboard') return sendDashboard(served, url.searchParams, response);
  const asset = served.assets.get(url.pathname);
  if (asset === undefined) return sendText(response, 404, 'There is nothing here.');
  response.setHeader('content-type', asset.type);
  response.end(asset.body);
}

function sendText(response: ServerResponse, status: number, reason: string): void {
  response.statusCode = status;
  response.setHeader('content-type', 'text/plain; charset=utf-8');
  response.end(`${reason}\n`);
}

function sendJson(response: ServerResponse, value: unknown): void {
  response.setHeader('content-type', 'application/json; charset=utf-8');
  response.end(JSON.stringify(value));
}

/** One JSON value per line: a week of history takes a while, and the page shows the progress. */
async function sendDashboard(
  { answerer, now }: Served,
  parameters: URLSearchParams,
  response: ServerResponse,
): Promise<void> {
  const question = parseRequest(parameters, now());
  if ('refused' in question) return sendText(response, 400, question.refused);
  response.setHeader('content-type', 'application/x-ndjson; charset=utf-8');
  const left = new AbortController();
  response.once('close', () => left.abort());
  const write = (line: AnswerLine) => {
    if (!response.destroyed) response.write(`${JSON.stringify(line)}\n`);
  };
  await answerer.answer(question, { now: now(), signal: left.signal, send: write });
  response.end();
}
