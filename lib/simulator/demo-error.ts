/** What can go wrong with the local Prometheus or a scenario. */
type DemoErrorCode =
  | 'prometheus-not-found'
  | 'download-failed'
  | 'checksum-mismatch'
  | 'prometheus-exited'
  | 'prometheus-not-ready'
  | 'backfill-failed'
  | 'scenario-invalid';

/** An error of the demo, in words for the user; the message says what to do if something helps. */
export class DemoError extends Error {
  readonly code: DemoErrorCode;

  constructor(code: DemoErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'DemoError';
    this.code = code;
  }
}
