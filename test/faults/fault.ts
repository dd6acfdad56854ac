/** What the proxy does with a request. Times are in milliseconds. */
export type Fault =
  | Readonly<{ kind: 'none' }>
  /** Nothing listens on the port. */
  | Readonly<{ kind: 'refused' }>
  /** The connection is accepted and reset before the first byte of the answer. */
  | Readonly<{ kind: 'reset' }>
  /** Reset in the middle of the body. */
  | Readonly<{ kind: 'reset-in-body' }>
  /** The answer ends in the middle of its body; its `content-length` is longer. */
  | Readonly<{ kind: 'truncated' }>
  /** The same in chunks that end properly, so that only the JSON is incomplete. */
  | Readonly<{ kind: 'truncated-json' }>
  /** `content-length` is less than what is sent. */
  | Readonly<{ kind: 'length-too-short' }>
  /** The request is accepted and never answered. */
  | Readonly<{ kind: 'silent' }>
  /** The headers come slowly and do not end. */
  | Readonly<{ kind: 'slow-headers' }>
  /** The body comes slowly and does not end. */
  | Readonly<{ kind: 'slow-body' }>
  /** The body never ends and comes as fast as it is read. `gzip` makes it a thousand times smaller. */
  | Readonly<{ kind: 'endless'; gzip?: boolean }>
  | Readonly<{ kind: 'latency'; milliseconds: number }>
  /** Another answer instead of Prometheus's. */
  | Readonly<{
      kind: 'answer';
      status: number;
      headers?: Readonly<Record<string, string>>;
      text: string;
    }>
  /** Prometheus's answer with a warning that a store is missing. */
  | Readonly<{ kind: 'partial'; warning: string }>
  /** Prometheus's answer without all of its series, or without every second one, and no warning. */
  | Readonly<{ kind: 'without'; series: 'all' | 'half' }>
  /** Prometheus's answer without samples later than a time, in Unix seconds, as from a stale copy. */
  | Readonly<{ kind: 'old'; to: number }>;
