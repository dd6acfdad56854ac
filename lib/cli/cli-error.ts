type CliErrorCode = 'bad-argument' | 'file-missing' | 'file-exists' | 'source-silent';

/** What a person at the command line got wrong, or what cannot be answered, in their words. */
export class CliError extends Error {
  readonly code: CliErrorCode;

  constructor(code: CliErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.name = 'CliError';
    this.code = code;
  }
}
