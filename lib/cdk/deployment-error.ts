export type DeploymentErrorCode =
  | 'too-many-jobs'
  | 'too-many-topics'
  | 'secret-not-in-aws'
  | 'over-budget'
  | 'no-config'
  | 'service-taken';

/** A configuration that is valid but cannot be deployed. */
export class DeploymentError extends Error {
  override readonly name = 'DeploymentError';
  readonly code: DeploymentErrorCode;

  constructor(code: DeploymentErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
