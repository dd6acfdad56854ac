import { expect, test } from 'vitest';
import type { AlarmSpec } from '../../lib/checks/check.ts';
import { type Backtest, formatBacktestJson, showBacktest } from '../../lib/cli/backtest-report.ts';
import { record } from './recording-screen.ts';

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

const sent = [weekEnd - 7200, weekEnd - 3600].map(at => ({
  ...{ at, severity: 'warning' as const, subject: 'clip_sync fails', jobs: ['clip_sync'] },
}));

const alarms = [{ spec: failing, transitions: onceOnItsLastDay }];

test('mails per week are counted over the time with data, not over the requested range', async () => {
  expect(await show({ unknownMinutes: 0 })).toContain('2 mails, 2 per week at this rate\n');
  expect(await show({ unknownMinutes: 6 * 1440 })).toContain('2 mails, 14 per week at this rate\n');
});

test('a few minutes are not extrapolated to a week', async () => {
  expect(await show({ unknownMinutes: 7 * 1440 - 6 })).toContain('2 mails in 6 min\n');
});

test('a span without any data has neither alarms nor mails', async () => {
  const nothing = { unknownMinutes: 7 * 1440 + 1, alarms: [], notifications: [] };
  expect(await show(nothing)).toContain('Prometheus has no data for this time.\n');
  expect(await show(nothing)).not.toMatch(/mail|No alarm/);
});

test('on a screen of 80 columns each alarm has one line', async () => {
  const [, , titles, line] = (await show({ unknownMinutes: 0 })).split('\n');
  expect(titles).toBe('From (UTC)   Lasted  Severity  Job        Alert    Worst');
  expect(line).toBe('01-07 22:00  1 h     warning   clip_sync  Failing   25 %');
});

test('on a narrower screen the least important columns are left out', async () => {
  const [, , titles] = (await show({ unknownMinutes: 0 }, 50)).split('\n');
  expect(titles).toBe('From (UTC)   Lasted  Job        Alert    Worst');
});

test('on the narrowest screens the table is a list', async () => {
  expect(await show({ unknownMinutes: 0 }, 30)).toContain(`01-07 22:00
  Lasted    1 h
  Severity  warning
  Job       clip_sync
  Alert     Failing
  Worst     25 %
`);
});

test('as JSON, an alarm that was on before the range is on at its beginning', () => {
  const from = weekEnd - 5400;
  const span = { from, to: weekEnd };
  const report = formatBacktestJson(
    { service: 'clipper' },
    { span, alarms, unknownMinutes: 0, warnings: [], notifications: [] },
  );
  const { transitions } = JSON.parse(report).alarms[0];
  expect(transitions.map(({ at, state }: { at: string; state: string }) => [at, state])).toEqual([
    ['1970-01-07T22:30:00Z', 'ALARM'],
    ['1970-01-07T23:00:00Z', 'OK'],
  ]);
});

function show(some: Partial<Backtest>, columns = 80): Promise<string> {
  const whole = { span: { from: 0, to: weekEnd }, unknownMinutes: 0, warnings: [] };
  const backtest = { ...whole, alarms, notifications: sent, ...some };
  return record(columns, screen => showBacktest(screen, backtest));
}
