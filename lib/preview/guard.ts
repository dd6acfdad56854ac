import type { IncomingMessage } from 'node:http';

/** Why a request is not served: the status and a sentence. */
type Rejection = Readonly<{ status: 403 | 405; reason: string }>;

/**
 * The page is for this machine only: a foreign name in `Host` is a DNS rebinding, a request from
 * another site's page is not from this page either, and nothing is ever changed.
 */
export function findRejection(request: IncomingMessage, port: number): Rejection | undefined {
  const names = [`127.0.0.1:${port}`, `localhost:${port}`];
  if (!names.includes(request.headers.host ?? '')) {
    return { status: 403, reason: 'This page is served to this machine only.' };
  }
  if (request.headers['sec-fetch-site'] === 'cross-site' && isQuestion(request)) {
    return { status: 403, reason: 'Another site may not send requests.' };
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return { status: 405, reason: 'Only GET is answered.' };
  }
  return undefined;
}

/**
 * By the path as the server reads it: dots in a path, or a whole URL, lead to the same resource.
 */
function isQuestion({ url = '/' }: IncomingMessage): boolean {
  return URL.parse(url, 'http://127.0.0.1')?.pathname.startsWith('/api/') ?? true;
}

/**
 * Sent with every answer. Scripts and stylesheets come only from this server; the panels' markup
 * sets sizes in `style` attributes, which contain no text from Prometheus.
 */
export const securityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': [
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self'",
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};
