import { expect, test } from 'vitest';
import { listMuted } from '../../lib/panels/muted.ts';
import { renderPanel } from '../../lib/panels/render/render-panel.ts';

const now = Date.UTC(2026, 0, 4, 1) / 1_000;
const mute = { pattern: 'billing/*', until: now + 7_200, reason: 'new gateway', who: 'ann' };
const maintenance = [
  {
    jobs: ['ops/*'],
    schedule: { crons: ['30 0 * * *'], timezone: 'UTC', except: [] },
    ...{ durationSeconds: 3_600, reason: 'restore test' },
  },
];

test('the widget lists the mutes of the service and the present maintenance', () => {
  const over = { ...mute, until: now };
  expect(listMuted({ mutes: [mute, over], maintenance }, now)).toEqual([
    { jobs: ['billing/*'], until: now + 7_200, reason: 'new gateway', who: 'ann' },
    { jobs: ['ops/*'], until: now + 1_800, reason: 'restore test', who: undefined },
  ]);
  expect(listMuted({ mutes: [], maintenance }, now + 1_800)).toEqual([]);
});

test('a mute counts from the minute in which it is given, and not before', () => {
  const given = { ...mute, since: now + 30 };
  expect(listMuted({ mutes: [given], maintenance: [] }, now)).toHaveLength(1);
  expect(listMuted({ mutes: [given], maintenance: [] }, now - 60)).toEqual([]);
});

test('the widget says if nothing is muted, and if the mutes could not be read', () => {
  const view = { theme: 'light', width: 600, height: 100 } as const;
  const outcome = { kind: 'muted', at: now, muted: [] } as const;
  expect(renderPanel({ ...outcome, isPart: false }, view)).toContain('Nothing is muted.');
  expect(renderPanel({ ...outcome, isPart: true }, view)).toContain('could not be read');
});
