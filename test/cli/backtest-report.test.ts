import { expect, test } from 'vitest';
import type { AlarmSpec } from '../../lib/checks/check.ts';
import { showBacktest } from '../../lib/cli/backtest-report.ts';

const day = 86_400;
const weekEnd = 7 * day;

const failing: AlarmSpec = {
  alert: 'BackgroundJobFailing',
  job: 'clip_sync',
  severity: 'warning',
  metric: 'FailureRatePercent',
  comparison: 'GreaterThanThreshold',
  threshold: 5,
  periodSeconds: 60,
  evaluationPeriods: 5,
  datapointsToAlarm: 5,
  treatMissingData: 'ignore',
};

const onceOnItsLastDay = [
  { at: weekEnd - day, state: 'OK', value: 0, threshold: 5 },
  { at: weekEnd - 7200, state: 'ALARM', value: 25, threshold: 5 },
  { at: weekEnd - 3600, state: 'OK', value: 0, threshold: 5 },
] as const;

test('mails a week are counted over what Prometheus knew, not over what was asked', () => {
  expect(shown({ unknownMinutes: 0 })).toContain('2 mails, 2 a week at this rate\n');
  expect(shown({ unknownMinutes: 6 * 1440 })).toContain('2 mails, 14 a week at this rate\n');
});

test('a span of which Prometheus knew nothing has no mails', () => {
  expect(shown({ unknownMinutes: 7 * 1440 + 1, alarms: [] })).toContain('0 mails, 0 a week');
});

function shown(some: Readonly<{ unknownMinutes: number; alarms?: [] }>): string {
  let text = '';
  const screen = {
    write: (more: string) => {
      text += more;
    },
    isTerminal: false,
    style: (_style: string, plain: string) => plain,
  };
  const alarms = [{ spec: failing, transitions: onceOnItsLastDay }];
  showBacktest(screen, { span: { from: 0, to: weekEnd }, alarms, warnings: [], ...some });
  return text;
}
