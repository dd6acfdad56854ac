/** What the proxy does to a request. Times are milliseconds. */
export type Fault =
  | Readonly<{ kind: 'none' }>
  /** Nothing listens at the port. */
  | Readonly<{ kind: 'refused' }>
  /** The connection is taken and reset before a byte of the answer. */
  | Readonly<{ kind: 'reset' }>
  /** Reset in the middle of the body. */
  | Readonly<{ kind: 'reset-in-body' }>
  /** The answer ends in the middle of its body, with a length that promised more. */
  | Readonly<{ kind: 'truncated' }>
  /** The same in chunks, which end properly: only the JSON is cut. */
  | Readonly<{ kind: 'truncated-json' }>
  /** `content-length` says less than is sent. */
  | Readonly<{ kind: 'length-too-short' }>
  /** The request is taken and never answered. */
  | Readonly<{ kind: 'silent' }>
  /** Headers trickle and do not end. */
  | Readonly<{ kind: 'slow-headers' }>
  /** The body trickles and does not end. */
  | Readonly<{ kind: 'slow-body' }>
  /** The body never ends and comes as fast as it is read; `gzip` packs it a thousandfold. */
  | Readonly<{ kind: 'endless'; gzip?: boolean }>
  | Readonly<{ kind: 'latency'; milliseconds: number }>
  /** Another answer in the place of Prometheus's. */
  | Readonly<{
      kind: 'answer';
      status: number;
      headers?: Readonly<Record<string, string>>;
      text: string;
    }>
  /** Prometheus's own answer with a warning that a store is missing. */
  | Readonly<{ kind: 'partial'; warning: string }>;

export type FaultKind = Fault['kind'];
