import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, request as httpRequest, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A complete request as a gateway sees it, before it is passed on. */
export type SeenRequest = Pick<IncomingMessage, 'method' | 'url' | 'headers'> &
  Readonly<{ body: Buffer }>;

/** A gateway that authenticates a request before it passes it on. */
type Gateway = Readonly<{ url: string; seen: readonly SeenRequest[] } & AsyncDisposable>;

/** Starts a gateway on 127.0.0.1 in front of a Prometheus. */
export async function startGateway(
  prometheusUrl: string,
  isKnown: (request: SeenRequest) => boolean,
): Promise<Gateway> {
  const seen: SeenRequest[] = [];
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray());
    const { method, url, headers } = request;
    seen.push({ method, url, headers, body });
    if (!isKnown({ method, url, headers, body })) {
      response.writeHead(401).end();
      return;
    }
    httpRequest(`${prometheusUrl}${url}`, { method, headers }, answer =>
      answer.pipe(response.writeHead(answer.statusCode ?? 500, answer.headers)),
    ).end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const hash = (data: string | Buffer) => createHash('sha256').update(data).digest('hex');
const mac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();

/**
 * Whether AWS would accept a request as signed with this key: Signature Version 4, computed as in
 * its documentation, from the headers that the request itself names.
 */
export function isSigned({ method, url, headers, body }: SeenRequest, secretKey: string): boolean {
  const fields =
    /^AWS4-HMAC-SHA256 Credential=[^/]+\/((\d{8})\/([^/]+)\/([^/]+)\/aws4_request), SignedHeaders=([^,]+), Signature=(\w+)$/;
  const [, scope = '', day = '', region = '', service = '', names = '', signature] =
    fields.exec(headers.authorization ?? '') ?? [];
  const { pathname, searchParams } = new URL(url ?? '', 'http://gateway');
  const encode = (text: string) =>
    encodeURIComponent(text).replace(
      /[!'()*]/g,
      c => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
    );
  const query = [...searchParams]
    .map(pair => pair.map(encode).join('='))
    .toSorted()
    .join('&');
  const signed = names.split(';').map(name => `${name}:${String(headers[name]).trim()}\n`);
  const canonical = [method, pathname, query, signed.join(''), names, hash(body)].join('\n');
  const text = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, hash(canonical)].join('\n');
  const key = [region, service, 'aws4_request'].reduce(mac, mac(`AWS4${secretKey}`, day));
  return mac(key, text).toString('hex') === signature;
}
