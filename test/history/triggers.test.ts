import { expect, it } from 'vitest';
import { makeSource, readSeries, showRuns } from './facts.ts';
import { makeSeries, makeUp, start } from './raw-series.ts';

const source = makeSource('{ preset: systemd-timers }');

/** The runs of a timer whose unit fails now and then; a number n is triggered at n minutes. */
function readTimer(triggers: string, failing: string, running?: string) {
  const stamps = triggers
    .replace(/(\d+)(x\d+)/g, (_, count, more) => `${start + 60 * count}${more}`)
    .replaceAll('lost', '0');
  const series = [
    makeUp('1x60'),
    makeSeries('node_systemd_timer_last_trigger_seconds{name="a.timer"}', stamps),
    makeSeries('node_systemd_unit_state{name="a.service",state="failed",type="oneshot"}', failing),
    ...(running === undefined ? [] : [makeSeries(going, running)]),
  ];
  const history = readSeries(series, source);
  return history.findFacts({ seriesName: 'a.timer', intervalSeconds: 600 });
}

const going = 'node_systemd_unit_state{name="a.service",state="activating",type="oneshot"}';

it.each([
  ['has succeeded if its unit has not failed two scrapes later', '0x9 10x20', '0x30', ['12: 1/0']],
  ['is not known of the time before the history', '0x30', '0x30', []],
  ['has failed when its unit fails', '0x9 10x20', '0x10 1x20', ['11: 0/1']],
  ['has failed late if its unit fails late', '0x9 10x20', '0x19 1x10', ['12: 1/0', '20: 0/1']],
  [
    'has failed again if its unit stays failed',
    '0x9 10x9 20x9',
    '0x10 1x20',
    ['11: 0/1', '22: 0/1'],
  ],
  [
    'has succeeded if its unit is no longer failed',
    '0x9 10x9 20x9',
    '0x10 1x9 0x9',
    ['11: 0/1', '22: 1/0'],
  ],
  [
    'has failed once if its unit is seen to fail a scrape before the trigger',
    '0x9 10x9 20x9',
    '0x10 1x5 0x1 1x20',
    ['11: 0/1', '19: 0/1'],
  ],
  [
    'has failed once if its unit is seen to fail two scrapes before the trigger',
    '0x9 10x9 20x9',
    '0x10 1x5 0 1x20',
    ['11: 0/1', '18: 0/1'],
  ],
  [
    'has failed again if its unit failed three scrapes before',
    '0x9 10x9 20x9',
    '0x10 1x4 0 1x20',
    ['11: 0/1', '17: 0/1', '22: 0/1'],
  ],
  [
    'is one run if its timestamp was lost at a reboot, which is not a run',
    '10x9 lostx9 20x9',
    '0x30',
    ['22: 1/0'],
  ],
  ['is not a new run if its timestamp was missing for a while', '10x9 _x9 10x9', '0x30', []],
  ['is not a run if its unit had failed before the history', '0x30', '1x30', []],
  ['is not a run if its unit’s state was missing for a while', '0x30', '0x9 _x9 0x4 _x4 0x4', []],
  ['is not known by a unit of which the state came later', '0x9 10x20', '_x20 0x10', ['12: 1/0']],
])('a run that was triggered %s', (_, triggers, failing, expected) => {
  expect(showRuns(readTimer(triggers, failing))).toEqual(expected);
});

it.each([
  ['succeeds at its end', '0x30', ['19: 1/0']],
  ['fails at its end, and has not succeeded before', '0x18 1x12', ['19: 0/1']],
])('a run that is seen running %s', (_, failing, expected) => {
  const facts = readTimer('0x9 10x20', failing, '0x10 1x7 0x13');
  expect(showRuns(facts)).toEqual(expected);
  expect(facts.durations.map(({ low, high }) => [low / 60, high / 60])).toEqual([[8, 9]]);
});

it.each([
  ['from the scrape that shows the trigger', '0x9 1x5 0x13', ['16: 1/0'], [[5, 6]]],
  ['from two scrapes later, at the latest', '0x11 1x5 0x11', ['18: 1/0'], [[7, 8]]],
  ['not if a service begins to run later than that', '0x12 1x5 0x10', ['12: 1/0'], [[0, 0]]],
  ['even if nothing was known about its unit before', '_x10 1x5 0x13', ['16: 1/0'], [[5, 6]]],
  [
    'until a scrape shows its end, past one that shows nothing',
    '0x9 1x2 _x2 1x2 0x9',
    ['18: 1/0'],
    [[7, 8]],
  ],
  ['until its first end, whatever runs later', '0x10 1x2 0x3 1x2 0x9', ['14: 1/0'], [[3, 4]]],
  ['not if a service ran before it', '0x7 1x1 0x19', ['12: 1/0'], [[0, 0]]],
])('a run is seen running %s', (_, running, expected, minutes) => {
  const facts = readTimer('0x9 10x20', '0x30', running);
  expect(showRuns(facts)).toEqual(expected);
  expect(facts.durations.map(({ low, high }) => [low / 60, high / 60])).toEqual(minutes);
});

it('a run that continues has not ended, and one that no scrape shows is short', () => {
  expect(showRuns(readTimer('0x9 10x20', '0x30', '0x10 1x20'))).toEqual([]);
  const short = readTimer('0x9 10x20', '0x30', '0x30');
  expect(showRuns(short)).toEqual(['12: 1/0']);
  expect(short.durations.map(({ low, high }) => [low, high])).toEqual([[0, 0]]);
});

it('a service that is active before and after its trigger does not show how long a run takes', () => {
  expect(showRuns(readTimer('0x9 10x20', '0x30', '1x30'))).toEqual(['12: 1/0']);
});

it('runs of a timer have no duration if nothing shows that one is running', () => {
  expect(readTimer('0x9 10x20', '0x30').durations).toEqual([]);
});

it('a run of a timer counts once for two replicas of Prometheus', () => {
  const pair = (values: string) =>
    ['x', 'y'].flatMap(replica => [
      makeUp('1x60', `up{replica="${replica}"}`),
      makeSeries(
        `node_systemd_timer_last_trigger_seconds{name="a.timer",replica="${replica}"}`,
        `${start}x9 ${start + 600}x20`,
      ),
      makeSeries(
        `node_systemd_unit_state{name="a.service",state="failed",type="oneshot",replica="${replica}"}`,
        values,
      ),
    ]);
  const read = (values: string) =>
    showRuns(
      readSeries(pair(values), source).findFacts({ seriesName: 'a.timer', intervalSeconds: 600 }),
    );
  expect(read('0x30')).toEqual(['12: 1/0']);
  expect(read('0x10 1x20')).toEqual(['11: 0/1']);
});

it('runs of a timer on several hosts are in order of time', () => {
  const onHost = (host: string, begins: number) => {
    const label = (series: string) => series.replace('}', `,instance="${host}"}`);
    return [
      makeSeries(
        label('node_systemd_timer_last_trigger_seconds{name="a.timer"}'),
        `${start}x${begins} ${start + 60 * begins}x30`,
      ),
      makeSeries(label(going), `0x${begins} 1x2 0x30`),
    ];
  };
  const series = [makeUp('1x60'), ...onHost('one', 20), ...onHost('two', 10)];
  const facts = readSeries(series, source).findFacts({
    seriesName: 'a.timer',
    intervalSeconds: 600,
  });
  expect(showRuns(facts)).toEqual(['14: 1/0', '24: 1/0']);
  expect(facts.durations.map(({ at }) => (at - start) / 60)).toEqual([14, 24]);
});

it('a timer of one host does not fail because of a service on another host', () => {
  const onHost = (host: string, name: string, values: string) =>
    makeSeries(`${name.replace('}', `,instance="${host}"}`)}`, values);
  const stamp = 'node_systemd_timer_last_trigger_seconds{name="a.timer"}';
  const state = 'node_systemd_unit_state{name="a.service",state="failed",type="oneshot"}';
  const series = [
    makeUp('1x60'),
    onHost('one', stamp, `${start}x9 ${start + 600}x20`),
    onHost('one', state, '0x30'),
    onHost('two', stamp, `${start}x30`),
    onHost('two', state, '0x4 1x30'),
  ];
  const history = readSeries(series, source);
  const facts = history.findFacts({ seriesName: 'a.timer', intervalSeconds: 600 });
  expect(showRuns(facts)).toEqual(['5: 0/1', '12: 1/0']);
});
