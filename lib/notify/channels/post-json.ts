import { type Dispatcher, request } from 'undici';
import type { DeliveryFault, DeliveryResult } from './delivery.ts';
import { maskSecrets } from './mask-secrets.ts';
import { sleep, waitBefore } from './retry.ts';

/** A JSON text to post. `secrets` and the address are masked in every error. */
type PostRequest = Readonly<{
  url: string;
  body: string;
  headers?: Readonly<Record<string, string>>;
  secrets?: readonly string[];
}>;

export type PostOptions = Readonly<{
  /** Of one attempt. */
  timeoutMilliseconds?: number;
  /** Of all attempts and the waits between them. */
  deadlineMilliseconds?: number;
  /** The first wait; it doubles. */
  backOffMilliseconds?: number;
  mostAttempts?: number;
  dispatcher?: Dispatcher;
}>;

// A minute's run has 60 s for everything. A channel gets 20 of them, and the next minute tries
// again.
const defaults = {
  ...{ timeoutMilliseconds: 5_000, deadlineMilliseconds: 20_000 },
  ...{ backOffMilliseconds: 500, mostAttempts: 3 },
} as const;

/** An answer is read up to this length, to find the reason for a rejection. */
const excerptCharacters = 200;

/**
 * Posts JSON and tries again if that may help: after 429, following `Retry-After`, after 5xx, and
 * after a broken or silent connection. Follows no redirect. Never rejects.
 */
export async function postJson(
  post: PostRequest,
  options: PostOptions = {},
): Promise<DeliveryResult> {
  const settings = { ...defaults, ...options };
  if (!isSendable(post.url)) {
    const problem = 'the address is not an https URL';
    return { ok: false, code: 'bad-address', problem, attempts: 0 };
  }
  const started = performance.now();
  for (let attempts = 1; ; attempts++) {
    const outcome = await attempt(post, settings);
    if (outcome.code === undefined) return { ok: true, attempts };
    const left = settings.deadlineMilliseconds - (performance.now() - started);
    const wait = waitBefore(attempts, outcome.retryAfter, settings.backOffMilliseconds);
    const isLast = !outcome.isPassing || attempts >= settings.mostAttempts || wait >= left;
    if (isLast) return describeFailure(outcome, attempts, post);
    await sleep(wait);
  }
}

/** Secrets are not sent without TLS, except to this machine. */
function isSendable(address: string): boolean {
  const url = URL.parse(address);
  const isLocal = ['127.0.0.1', '[::1]', 'localhost'].includes(url?.hostname ?? '');
  return url?.protocol === 'https:' || (url?.protocol === 'http:' && isLocal);
}

type Outcome = Readonly<{
  /** Undefined if it was delivered. */
  code: DeliveryFault | undefined;
  isPassing: boolean;
  detail: string;
  status?: number;
  retryAfter?: string | undefined;
}>;

async function attempt(
  post: PostRequest,
  settings: PostOptions & typeof defaults,
): Promise<Outcome> {
  const { timeoutMilliseconds, dispatcher } = settings;
  const signal = AbortSignal.timeout(timeoutMilliseconds);
  try {
    const answer = await request(post.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...post.headers },
      body: post.body,
      signal,
      ...(dispatcher === undefined ? {} : { dispatcher }),
    });
    return await judge(answer);
  } catch (error) {
    if (signal.aborted) {
      return { code: 'timeout', isPassing: true, detail: `no answer in ${timeoutMilliseconds} ms` };
    }
    return { code: 'unreachable', isPassing: true, detail: readCode(error) };
  }
}

async function judge({
  statusCode: status,
  headers,
  body,
}: Dispatcher.ResponseData): Promise<Outcome> {
  if (status >= 200 && status < 300) {
    // The rest of a receiver's answer changes nothing, and may never end.
    body.dump().catch(() => undefined);
    return { code: undefined, isPassing: false, detail: '', status };
  }
  const retryAfter = [headers['retry-after']].flat()[0];
  const detail = await readExcerpt(body);
  if (status === 429) return { code: 'rate-limited', isPassing: true, detail, status, retryAfter };
  const isServer = status >= 500;
  const code = isServer ? 'server-error' : 'rejected';
  return { code, isPassing: isServer, detail, status, retryAfter };
}

async function readExcerpt(body: Dispatcher.ResponseData['body']): Promise<string> {
  let text = '';
  for await (const chunk of body.setEncoding('utf8')) {
    text += String(chunk);
    if (text.length >= excerptCharacters) break;
  }
  return text
    .slice(0, excerptCharacters)
    .replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim();
}

/** An error's code; its message may contain the address. */
function readCode(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : 'the connection failed';
}

function describeFailure(outcome: Outcome, attempts: number, post: PostRequest): DeliveryResult {
  const { code = 'failed', status, detail } = outcome;
  const said = maskSecrets(detail, [post.url, ...(post.secrets ?? [])]);
  const answer = status === undefined ? said : `status ${status}${said === '' ? '' : `: ${said}`}`;
  return {
    ...{ ok: false, code, problem: answer, attempts },
    ...(status === undefined ? {} : { status }),
  };
}
