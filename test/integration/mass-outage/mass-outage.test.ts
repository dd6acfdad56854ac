import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type LocalAws, startLocalAws } from '../../local-aws.ts';
import { type PlayedOutage, playOutage, type SentMail } from './play-outage.ts';

vi.setConfig({ testTimeout: 600_000 });

/**
 * A mail with more lines than this is not read on a phone, nor is a longer line that is not a link.
 */
const readable = { lines: 60, columns: 78 } as const;

const page = readFileSync('docs/reliability.md', 'utf8');

let aws: LocalAws;

beforeAll(async () => {
  aws = await startLocalAws();
});

afterAll(() => aws?.stop());

test.for([6, 40, 200, 490])(
  'a broken deployment of %i jobs sends what docs/reliability.md says',
  async jobs => {
    const played = await playOutage(aws, { jobs, phase: 7, brokenMinutes: 30 });
    const { mails, waiting, slowestMilliseconds } = played;
    expect(page).toContain(writeRow(jobs, played));
    expect(mails.length).toBeLessThanOrEqual(5);
    // the alarms of a first deployment leave INSUFFICIENT_DATA before it breaks
    expect(mails.filter(({ minute }) => minute < 0)).toEqual([]);
    expect(mails.flatMap(findUnreadable)).toEqual([]);
    expect(mails.at(-1)?.subject).toMatch(/^\[ok\]/);
    expect(waiting).toBe(0);
    expect(slowestMilliseconds).toBeLessThan(50_000);
  },
);

/**
 * A row of the page: jobs, CloudWatch's own mails, the notifier's by severity, and when the first
 * came.
 */
function writeRow(jobs: number, played: PlayedOutage): string {
  const { rawMails, mails } = played;
  const counts = (['critical', 'warning'] as const).map(one => countSeverity(played, one));
  const [first] = mails;
  return `| ${[jobs, rawMails, ...counts, `${first?.minute} min`].join(' | ')} |`;
}

function countSeverity({ mails }: PlayedOutage, severity: string): number {
  return mails.filter(({ topic }) => topic.endsWith(`-${severity}`)).length;
}

function findUnreadable({ subject, body }: SentMail): string[] {
  const lines = body.split('\n');
  const long = lines.filter(line => line.length > readable.columns && !line.includes('://'));
  const isLong = lines.length > readable.lines || subject.length > 100;
  return isLong ? [subject, ...long] : long;
}
