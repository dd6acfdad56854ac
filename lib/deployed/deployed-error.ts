type DeployedErrorCode = 'no-account' | 'not-deployed' | 'refused' | 'unreachable';

/** Why the deployed service cannot be read or changed, in words for the user. */
export class DeployedError extends Error {
  override readonly name = 'DeployedError';
  readonly code: DeployedErrorCode;

  constructor(code: DeployedErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.code = code;
  }
}

const withoutAccount = /^(CredentialsProviderError|TokenProviderError)$/;
const refusals =
  /^(AccessDenied|ExpiredToken|UnrecognizedClient|InvalidClientTokenId|InvalidSignature|SignatureDoesNotMatch|NotAuthorized)/;

/** An error of the AWS SDK in words for the user; any other error unchanged. */
export function explainAwsError(error: unknown, service: string): unknown {
  if (!(error instanceof Error)) return error;
  const { name, message } = error;
  const explain = (code: DeployedErrorCode, text: string) =>
    new DeployedError(code, text, { cause: error });
  if (withoutAccount.test(name)) {
    return explain('no-account', 'there are no AWS credentials: set AWS_PROFILE, or log in');
  }
  if (/region is missing/i.test(message)) {
    return explain('no-account', 'there is no AWS region: set AWS_REGION');
  }
  if (name === 'ResourceNotFoundException') {
    return explain(
      'not-deployed',
      `${service} is not deployed in this account and region, or by a version without a notifier: cdk deploy`,
    );
  }
  if (refusals.test(name)) return explain('refused', `AWS refuses it: ${name}: ${message}`);
  if (/^(TimeoutError|NetworkingError)$/.test(name) || 'syscall' in error) {
    return explain('unreachable', `AWS does not answer: ${message}`);
  }
  return error;
}
