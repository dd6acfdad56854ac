import type { Finding } from '../finding.ts';

/** What was found in the account, or in a word why nobody looked. */
export type AccountReport = Readonly<{
  findings: readonly Finding[];
  notChecked: string | undefined;
}>;
