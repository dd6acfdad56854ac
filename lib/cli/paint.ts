import { formatDuration } from '../model/format.ts';
import type { AlertName } from '../model/job.ts';

const plain = new Intl.NumberFormat('en', { maximumFractionDigits: 2, useGrouping: false });
const small = new Intl.NumberFormat('en', { maximumSignificantDigits: 2, useGrouping: false });

/** A slow job's runs a minute are few, and must not look like none. */
const number = {
  format: (value: number) => (Math.abs(value) < 0.1 ? small : plain).format(value),
};

const percent = (value: number) => `${number.format(value)} %`;
const seconds = (value: number) => `${number.format(value)} s`;

/** Measurements as people read them. */
export const paint = {
  age: (value: number) => `${formatDuration(value)} ago`,
  rate: (value: number) => number.format(value),
  percent,
  seconds,
  count: (value: number) => number.format(value),
  /** A value or limit in the unit of an alert. */
  forAlert: (alert: AlertName, value: number): string => {
    switch (alert) {
      case 'BackgroundJobNotRunning':
      case 'BackgroundJobCriticallyStale':
        return formatDuration(value);
      case 'BackgroundJobHighDuration':
      case 'BackgroundJobCriticalDuration':
        return seconds(value);
      case 'BackgroundJobQueueGrowing':
        return `${number.format(value)} times`;
      case 'BackgroundJobCriticalQueueSize':
        return `${number.format(value)} entries`;
      default:
        return percent(value);
    }
  },
} as const;
