import { expect, it } from 'vitest';
import { makeSource, readSeries, showRuns } from './facts.ts';
import { makeSeries, makeUp, start } from './raw-series.ts';

const source = makeSource('{ preset: systemd-timers }');

/** The runs of a timer whose unit is failed now and then; a number n is triggered at n minutes. */
function readTimer(triggers: string, failing: string): string[] {
  const stamps = triggers.replace(
    /(\d+)(x\d+)/g,
    (_, count, more) => `${start + 60 * count}${more}`,
  );
  const series = [
    makeUp('1x60'),
    makeSeries('node_systemd_timer_last_trigger_seconds{name="a.timer"}', stamps),
    makeSeries('node_systemd_unit_state{name="a.service",state="failed",type="oneshot"}', failing),
  ];
  const history = readSeries(series, source);
  return showRuns(history.findFacts({ seriesName: 'a.timer', intervalSeconds: 600 }));
}

it.each([
  [
    'has succeeded where its unit is not failed two scrapes later',
    '0x9 10x20',
    '0x30',
    ['12: 1/0'],
  ],
  ['is not known of the time before the history', '0x30', '0x30', []],
  ['has failed when its unit fails', '0x9 10x20', '0x10 1x20', ['11: 0/1']],
  ['has failed late where its unit fails late', '0x9 10x20', '0x19 1x10', ['12: 1/0', '20: 0/1']],
  [
    'has failed again where its unit stays failed',
    '0x9 10x9 20x9',
    '0x10 1x20',
    ['11: 0/1', '22: 0/1'],
  ],
  [
    'has succeeded where it makes a failed unit whole',
    '0x9 10x9 20x9',
    '0x10 1x9 0x9',
    ['11: 0/1', '22: 1/0'],
  ],
])('a run that was triggered %s', (_, triggers, failing, expected) => {
  expect(readTimer(triggers, failing)).toEqual(expected);
});
