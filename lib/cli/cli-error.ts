type CliErrorCode = 'bad-argument' | 'file-missing' | 'file-exists' | 'source-silent';

/** A mistake on the command line, or a question that cannot be answered, in words for the user. */
export class CliError extends Error {
  readonly code: CliErrorCode;

  constructor(code: CliErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.name = 'CliError';
    this.code = code;
  }
}
