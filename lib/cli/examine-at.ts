import type { AccountReport } from '../doctor/account/account-report.ts';
import { diagnose } from '../doctor/diagnosis.ts';
import type { Examined } from './doctor-verb.ts';
import type { Session } from './session.ts';

/** Examines what a configuration names, at a whole minute in Unix seconds, and then the account. */
export async function examineAt(
  { config, prometheus }: Session,
  at: number,
  examineAccount: () => Promise<AccountReport>,
): Promise<Examined> {
  const now = () => Date.now() / 1000;
  const diagnosis = await diagnose({ prometheus, fleet: config.fleet, now, patterned: config }, at);
  return { config, at, prometheus: diagnosis, account: await examineAccount() };
}
