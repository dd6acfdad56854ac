import type { FailedCall } from './account-evidence.ts';

/** The answer to a call, or `undefined` if it failed; the failure is kept. */
export type Attempt = <T>(action: string, answer: Promise<T>) => Promise<T | undefined>;

/** AWS does not accept the credentials, so no further call would be answered. */
export class CredentialsRefusedError extends Error {
  override readonly name = 'CredentialsRefusedError';
  readonly code = 'credentials-refused';
}

const denied = /^(AccessDenied|AuthorizationError|NotAuthorized|UnauthorizedOperation)/;
const refused =
  /^(ExpiredToken|UnrecognizedClient|InvalidClientTokenId|InvalidSignature|SignatureDoesNotMatch|IncompleteSignature|MissingAuthenticationToken|CredentialsProviderError|TokenProviderError)/;

/** Collects the failures of calls. Throws `CredentialsRefusedError`, and errors that no service sent. */
export function attemptCalls(): Readonly<{ attempt: Attempt; failures: readonly FailedCall[] }> {
  const failures: FailedCall[] = [];
  const attempt: Attempt = async (action, answer) => {
    try {
      return await answer;
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      if (isNamed(error, refused)) {
        throw new CredentialsRefusedError(`${error.name}: ${error.message}`, { cause: error });
      }
      const { message } = error;
      failures.push({ action, denied: isNamed(error, denied), message });
      return undefined;
    }
  };
  return { attempt, failures };
}

/** Whether an error has this name: the SDK names errors by the service's codes. */
export function isNamed(error: unknown, pattern: RegExp): boolean {
  return error instanceof Error && pattern.test(error.name);
}
