type PreviewErrorCode = 'bad-argument' | 'port-taken' | 'source-silent';

/** Why the preview cannot start, in words for the user. */
export class PreviewError extends Error {
  readonly code: PreviewErrorCode;

  constructor(code: PreviewErrorCode, message: string, options: ErrorOptions = {}) {
    super(message, options);
    this.name = 'PreviewError';
    this.code = code;
  }
}
