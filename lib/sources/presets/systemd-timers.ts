import { metric, noParts, type Preset } from '../preset.ts';

/**
 * A timer tells when it last triggered, and its service whether the run failed; there is no time
 * of the last success.
 */
export const systemdTimers: Preset = {
  name: 'systemd-timers',
  title: 'systemd timers, by node_exporter',
  reads:
    'When each timer last triggered, and whether the service of the same name is failed. It needs `--collector.systemd`. A job is named after its timer, such as `backup.timer`.',
  versions: 'node_exporter 1.x',
  url: 'https://github.com/prometheus/node_exporter/blob/master/collector/systemd_linux.go',
  parts: {
    ...noParts,
    jobLabels: ['name'],
    runs: {
      kind: 'triggers',
      trigger: metric('node_systemd_timer_last_trigger_seconds'),
      unitSeconds: 1,
      failing: metric('node_systemd_unit_state', 'state="failed",name=~".+\\\\.service"'),
      failingEnding: { trigger: '.timer', failing: '.service' },
    },
  },
};
