import type { Finding } from '../finding.ts';

/** What was found in the account, or why it was not examined. */
export type AccountReport = Readonly<{
  findings: readonly Finding[];
  notChecked: string | undefined;
}>;
