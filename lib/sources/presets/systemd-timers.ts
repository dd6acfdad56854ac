import { metric, noParts, type Preset } from '../preset.ts';

/**
 * A timer tells when it last triggered, and its service whether the run goes on or has failed; there
 * is no time of the last success. A service of the type oneshot is activating while it runs.
 */
export const systemdTimers: Preset = {
  name: 'systemd-timers',
  title: 'systemd timers, by node_exporter',
  reads:
    'When each timer last triggered, whether the service of the same name runs and whether it is failed; run times as exact as the scrapes. It needs `--collector.systemd`. A job is named after its timer, such as `backup.timer`.',
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
      running: {
        ...metric('node_systemd_unit_state', 'state=~"activ.+",name=~".+\\\\.service"'),
        isRunning: ({ type, state }) => state === (type === 'oneshot' ? 'activating' : 'active'),
      },
      unitEnding: { trigger: '.timer', unit: '.service' },
    },
  },
};
