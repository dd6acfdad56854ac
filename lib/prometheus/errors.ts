/** Every reason why Prometheus may not answer, as a closed list. */
export type PrometheusErrorCode =
  | 'unreachable'
  | 'timeout'
  | 'unauthorized'
  | 'not-found'
  | 'rate-limited'
  | 'bad-query'
  | 'too-expensive'
  | 'server-error'
  | 'bad-answer'
  | 'too-large'
  | 'partial'
  | 'redirect'
  | 'no-data';

/** The parts of a `PrometheusError`; the URL has no credentials and no parameters. */
type PrometheusFault = Readonly<{
  code: PrometheusErrorCode;
  /** A sentence for the user, without the URL. */
  problem: string;
  url?: string;
  received?: string;
  expected?: string;
  cause?: unknown;
}>;

/** Prometheus could not be queried, or its answer cannot be used. Never contains a secret. */
export class PrometheusError extends Error {
  override readonly name = 'PrometheusError';
  readonly code: PrometheusErrorCode;
  readonly url: string | undefined;
  readonly received: string | undefined;
  readonly expected: string | undefined;

  constructor(fault: PrometheusFault) {
    const url = fault.url === undefined ? undefined : publicUrl(fault.url);
    super(formatFault(fault, url), fault.cause === undefined ? {} : { cause: fault.cause });
    this.code = fault.code;
    this.url = url;
    this.received = fault.received;
    this.expected = fault.expected;
  }
}

/** The URL without user, password, parameters and fragment, so that it may be shown. */
export function publicUrl(url: string): string {
  if (!URL.canParse(url)) return 'a URL that cannot be read';
  const { origin, pathname } = new URL(url);
  return pathname === '/' ? origin : `${origin}${pathname}`;
}

/** The first 80 printable characters of a text on one line, to quote in an error. */
export function excerpt(text: string): string {
  const printable = text
    .slice(0, 400)
    .replace(/[^\p{L}\p{M}\p{N}\p{P}\p{S}]+/gu, ' ')
    .trim();
  const characters = [...printable];
  return characters.length > 80 ? `${characters.slice(0, 80).join('')}…` : printable;
}

function formatFault(fault: PrometheusFault, url: string | undefined): string {
  const where = url === undefined ? '' : ` (${url})`;
  const received = fault.received === undefined ? '' : `; received: ${fault.received}`;
  const expected = fault.expected === undefined ? '' : `; expected: ${fault.expected}`;
  return `${fault.problem}${where}${received}${expected}`;
}

/** Whether an answer shows that the same query for a shorter time could be answered. */
export function asksForLess(error: unknown): boolean {
  if (!(error instanceof PrometheusError)) return false;
  return error.code === 'too-expensive' || error.code === 'too-large';
}
