import { metric, noParts, type Preset } from '../preset.ts';

/**
 * A timer has the time of its last trigger, and its service shows whether the run continues or has
 * failed. There is no time of the last success. A service of type oneshot is `activating` while it
 * runs.
 */
export const systemdTimers: Preset = {
  name: 'systemd-timers',
  title: 'systemd timers, by node_exporter',
  reads:
    'When each timer last triggered, whether the service of the same name runs, and whether it has failed. Run times are as exact as the scrape interval. It needs `--collector.systemd`. A job is named after its timer, such as `backup.timer`.',
  versions: 'node_exporter 1.x',
  url: 'https://github.com/prometheus/node_exporter/blob/master/collector/systemd_linux.go',
  parts: {
    ...noParts,
    jobLabels: ['name'],
    runs: {
      kind: 'triggers',
      trigger: metric('node_systemd_timer_last_trigger_seconds'),
      failing: metric('node_systemd_unit_state', 'state="failed",name=~".+\\\\.service"'),
      running: {
        ...metric('node_systemd_unit_state', 'state=~"activ.+",name=~".+\\\\.service"'),
        isRunning: ({ type, state }) => state === (type === 'oneshot' ? 'activating' : 'active'),
      },
      unitEnding: { trigger: '.timer', unit: '.service' },
    },
  },
};
