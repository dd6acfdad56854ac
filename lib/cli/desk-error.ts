export type DeskErrorCode = 'bad-argument' | 'file-missing' | 'port-taken' | 'source-silent';

/** What a person at the desk got wrong, in their words. */
export class DeskError extends Error {
  readonly code: DeskErrorCode;

  constructor(code: DeskErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.name = 'DeskError';
    this.code = code;
  }
}
