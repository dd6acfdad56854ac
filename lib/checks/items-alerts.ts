import { formatDuration } from '../model/format.ts';
import { findSetting } from '../model/job.ts';
import type { Alert } from './check.ts';
import { shareAbove } from './failures-alerts.ts';

/** The original's 20 % and `for: 15m`. */
const highItemFailureRate: Alert = {
  name: 'BackgroundJobHighItemFailureRate',
  severity: 'warning',
  unit: 'percent',
  comparison: 'GreaterThanThreshold',
  keys: { limit: 'warning', hold: 'hold' },
  byDefault: () => ({ limit: 20, holdMinutes: 15 }),
  defaultLimit: '20',
  meaning:
    'More failed items than this, in percent of failed and succeeded ones, raise BackgroundJobHighItemFailureRate.',
  window: 'items',
  metric: () => 'ItemFailureRatePercent',
  problem: job => {
    const window = job.windowSeconds.items;
    const span = window === undefined ? 'recently' : `in the last ${formatDuration(window)}`;
    const { limit } = findSetting(job, 'BackgroundJobHighItemFailureRate');
    return `has failed on more than ${limit} % of its items ${span} (not counting skipped ones)`;
  },
  example: shareAbove,
  firstLook:
    'See what the failed items have in common: where they come from, their format, a service they need.',
  runbook: 'high-item-failure-rate',
};

export const itemAlerts: readonly Alert[] = [highItemFailureRate];
