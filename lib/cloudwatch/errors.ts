/** Every reason why metrics may not reach CloudWatch, as a closed list. */
export type PublishErrorCode = 'publish-failed' | 'publish-throttled' | 'publish-denied';

/** How much of the data CloudWatch has accepted. */
export type PublishReport = Readonly<{
  metricsSent: number;
  batchesSent: number;
  batchesFailed: number;
}>;

/**
 * CloudWatch did not accept every batch; `report` says how many it did, `cause` is the SDK's error.
 */
export class PublishError extends Error {
  override readonly name = 'PublishError';
  readonly code: PublishErrorCode;
  readonly report: PublishReport;

  constructor(report: PublishReport, cause: unknown) {
    const code = findCode(cause);
    const calls = report.batchesSent + report.batchesFailed;
    super(
      `${report.batchesFailed} of ${calls} calls to CloudWatch failed: ${problems[code]}; received: ${describeCause(cause)}`,
      { cause },
    );
    this.code = code;
    this.report = report;
  }
}

const problems: Readonly<Record<PublishErrorCode, string>> = {
  'publish-failed': 'the metrics could not be sent',
  'publish-throttled': 'more calls a second than the account may make (PutMetricData)',
  'publish-denied': 'the role lacks cloudwatch:PutMetricData, or its credentials are not valid',
};

const throttles = /^(Throttl|RequestLimitExceeded|TooManyRequests|LimitExceeded|SlowDown)/;
const denials =
  /^(AccessDenied|UnrecognizedClient|InvalidClientTokenId|ExpiredToken|InvalidSignature|SignatureDoesNotMatch|IncompleteSignature|MissingAuthenticationToken|NotAuthorized|CredentialsProviderError|TokenProviderError|KmsAccessDenied)/;

/** The error code for an SDK error, by its name and its HTTP status. */
export function findCode(error: unknown): PublishErrorCode {
  const { name, status } = readFacts(error);
  if (throttles.test(name) || status === 429) return 'publish-throttled';
  if (denials.test(name) || status === 401 || status === 403) return 'publish-denied';
  return 'publish-failed';
}

/**
 * Whether CloudWatch understood the call and rejected it, so that the same call would fail again.
 */
export function isRefusal(error: unknown): boolean {
  const { status } = readFacts(error);
  if (findCode(error) === 'publish-denied') return true;
  return findCode(error) === 'publish-failed' && status >= 400 && status < 500 && status !== 408;
}

function readFacts(error: unknown): Readonly<{ name: string; status: number }> {
  if (!(error instanceof Error)) return { name: '', status: 0 };
  const metadata = '$metadata' in error ? error.$metadata : undefined;
  const status =
    typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata
      ? Number(metadata.httpStatusCode ?? 0)
      : 0;
  return { name: error.name, status };
}

function describeCause(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
