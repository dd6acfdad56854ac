import { afterAll, beforeAll, expect, test } from 'vitest';
import { allAlarms } from '../../lib/alarms/all-alarms.ts';
import { printable } from '../../lib/cli/terminal.ts';
import { spell, unspell } from '../../lib/cloudwatch/spelling.ts';
import type { Config } from '../../lib/config/config.ts';
import { createLiveHistory } from '../../lib/panels/live-history.ts';
import { createPanelSource } from '../../lib/panels/outcome.ts';
import { panels } from '../../lib/panels/panels.ts';
import { renderPanel } from '../../lib/panels/render/render-panel.ts';
import type { Scenario } from '../../lib/simulator/scenario.ts';
import { parse } from '../config/parse.ts';
import { createClient, type Environment, startEnvironment } from '../faults/environment.ts';
import { listElements } from '../panels/well-formed.ts';
import { type PrometheusWithHistory, withPrometheus } from '../prometheus.ts';
import {
  type RecordingCloudWatch,
  seriesKey,
  startRecordingCloudWatch,
} from '../recording-cloudwatch.ts';
import { endlessName, evilNames } from './evil-names.ts';

const at = Date.parse('2026-11-23T12:00:00Z') / 1000;
const listed = Object.values(evilNames);

const scenario: Scenario = {
  from: at - 7200,
  to: at,
  scrapeSeconds: 30,
  seed: 1,
  processes: [
    {
      instance: 'app:1',
      startsAt: at - 7200,
      jobs: [...listed, endlessName].map(name => ({
        name,
        intervalSeconds: 60,
        firstRunAt: at,
        durationSeconds: 2,
        outcome: (_, index) => (index % 2 === 0 ? 'failed' : 'success'),
        items: { success: 1, failed: 1 },
        queue: () => 5,
      })),
    },
  ],
};

let prometheus: PrometheusWithHistory;
let cloudWatch: RecordingCloudWatch;
let config: Config;
let environment: Environment;

beforeAll(async () => {
  prometheus = await withPrometheus(scenario);
  cloudWatch = await startRecordingCloudWatch();
  const jobs = Object.fromEntries(listed.map(name => [name, { interval: '1m' }]));
  config = parse(JSON.stringify({ service: 'clipper', prometheus: { url: prometheus.url }, jobs }));
  const around = {
    config,
    prometheus: createClient(prometheus.url),
    endpoint: cloudWatch.endpoint,
  };
  environment = startEnvironment(around);
  expect(await environment.run(at)).toEqual([]);
});

afterAll(async () => {
  environment?.stop();
  await cloudWatch?.stop();
  await prometheus?.stop();
});

test('CloudWatch accepts every name', () => expect(cloudWatch.invalid).toEqual([]));

test.each(Object.entries(evilNames))('a name that %s is measured separately', (_, name) => {
  const dimensions = { Job: spell(name) };
  const measured = (metric: string) =>
    cloudWatch.series.get(seriesKey(metric, dimensions))?.find(point => point.at === at)?.value;
  expect(measured('FailureRatePercent')).toBe(50);
  expect(measured('ItemFailureRatePercent')).toBe(50);
  expect(measured('QueueSize')).toBe(5);
  expect(measured('SecondsSinceSuccess')).toBeLessThan(180);
  expect(measured('DurationP95Seconds')).toBeGreaterThan(0);
  // a long name is cut, and ends with a hash of the whole
  expect(unspell(spell(name))).toBe(name.length < 255 ? name : undefined);
});

test('the only job that cannot be listed is found as unlisted', () => {
  const unlisted = cloudWatch.series.get(seriesKey('UnlistedJobs', {}));
  expect(unlisted?.at(-1)?.value).toBe(1);
});

test('every alarm has a different ASCII name, and a text without control characters', () => {
  const plans = allAlarms(config, 'eu-west-1');
  const names = plans.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const { name, description } of plans) {
    expect(name).toMatch(/^[ -~]{1,255}$/);
    expect(description.length).toBeLessThanOrEqual(1024);
    expect(description.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  }
});

test('the panels show the names as text', async () => {
  const live = createLiveHistory(createClient(prometheus.url), config.fleet);
  const source = createPanelSource(live, config.fleet, { deadlineMilliseconds: 30_000 });
  for (const number of [1, 6, 8, 10, 9] as const) {
    const outcome = await source(findPanel(number), { from: at - 3600, to: at }, at);
    expect(outcome.kind).toBe('data');
    const markup = renderPanel(outcome, { theme: 'light', width: 1200, height: 900 });
    const elements = new Set(listElements(markup));
    expect(['script', 'img', 'a'].filter(name => elements.has(name))).toEqual([]);
    expect(markup.match(/ [a-z-]+="[^"]*"/g)?.filter(text => text.startsWith(' on'))).toEqual([]);
  }
});

test('the log has one JSON line per run, and no control characters reach a terminal', () => {
  for (const line of environment.log) {
    const text = JSON.stringify(line);
    expect(text).not.toMatch(/\p{Cc}/u);
    expect(JSON.parse(text)).toEqual(line);
  }
  for (const name of [...listed, endlessName]) {
    expect(printable(name)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  }
});

function findPanel(number: number) {
  const panel = panels.find(candidate => candidate.number === number);
  if (panel === undefined) throw new Error(`no panel ${number}`);
  return panel;
}
