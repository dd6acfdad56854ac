// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is how CloudWatch marks the values that it fills in
import { expect, test } from 'vitest';
import type { Config } from '../../lib/config/config.ts';
import { dashboardBody } from '../../lib/panels/body.ts';
import { panels } from '../../lib/panels/panels.ts';
import { parse } from '../config/parse.ts';
import { originals } from './originals.ts';

function buildBody(config: Config, alarms = 0) {
  const arns = (severity: string) =>
    Array.from({ length: alarms }, (_, index) => `arn:aws:cloudwatch:${severity}-${index}`);
  return dashboardBody({
    config,
    region: 'eu-west-1',
    widgetFunctionArn: 'arn:aws:lambda:widget',
    alarmArns: { critical: arns('critical'), warning: arns('warning') },
  });
}

function createConfig(count: number): Config {
  const jobs = Array.from({ length: count }, (_, index) => `  job_${index}: { interval: 5m }`);
  return parse(`prometheus: { url: "http://localhost:9090" }\njobs:\n${jobs.join('\n')}`);
}

const six = parse(`
service: clipper
prometheus: { url: "http://localhost:9090" }
jobs:
  clip_sync: { interval: 15m }
  reputation_tasks: { interval: 6h, queue: false, items: false, duration: { warning: 15m, critical: 30m } }
  webhook_retry: { interval: 1m }
`);

function findPanel(body: ReturnType<typeof buildBody>, title: string) {
  const widget = body.widgets.find(({ properties }) => properties.title === title);
  if (widget === undefined) throw new Error(`no widget ${title}`);
  return { ...widget, metrics: (widget.properties.metrics ?? []) as unknown[][] };
}

function listLabels(rows: readonly unknown[][]): string[] {
  return rows.flatMap(row => {
    const { label } = row.at(-1) as { label?: string };
    return label === undefined ? [] : [label];
  });
}

test('each of the ten originals has its widget, with its title and place', () => {
  const placed = buildBody(six).widgets.map(w => [w.properties.title, w.x, w.y, w.width, w.height]);
  for (const [, , title, ...place] of originals) expect(placed).toContainEqual([title, ...place]);
});

test('the dashboard shows six hours and keeps the widgets’ own periods', () => {
  expect(buildBody(six)).toMatchObject({ start: '-PT6H', periodOverride: 'inherit' });
});

test('no two widgets overlap, and none leaves the 24 columns', () => {
  const cells = buildBody(six, 3).widgets.flatMap(({ x, y, width, height }) => {
    expect(x + width).toBeLessThanOrEqual(24);
    const columns = Array.from({ length: width }, (_, index) => x + index);
    const rows = Array.from({ length: height }, (_, index) => y + index);
    return rows.flatMap(row => columns.map(column => `${column} ${row}`));
  });
  expect(new Set(cells).size).toBe(cells.length);
});

test("the custom panels and the mutes are drawn by Jobwatch's function", () => {
  const asked = buildBody(six).widgets.filter(({ type }) => type === 'custom');
  const custom = panels.filter(({ widget }) => widget === 'custom').map(({ number }) => number);
  expect(custom.slice(0, 5)).toEqual([1, 6, 8, 9, 10]);
  expect(asked.map(({ properties }) => properties.params)).toEqual(
    [...custom, 'muted'].map(panel => ({ panel })),
  );
  for (const { properties } of asked.slice(0, -1)) {
    expect(properties.endpoint).toBe('arn:aws:lambda:widget');
    expect(properties.updateOn).toEqual({ refresh: true, resize: true, timeRange: true });
  }
});

test("if only verdicts are published, Jobwatch's function draws all panels, at the same places", () => {
  const body = buildBody({ ...six, alarms: 'job' });
  const asked = body.widgets.filter(({ type }) => type === 'custom');
  expect(asked.map(({ properties }) => properties.params)).toEqual(
    [...panels.map(({ number }) => number), 'muted'].map(panel => ({ panel })),
  );
  const placed = body.widgets.map(w => [w.properties.title, w.x, w.y, w.width, w.height]);
  for (const [, , title, ...place] of originals) expect(placed).toContainEqual([title, ...place]);
  const read = body.widgets.flatMap(({ properties }) => (properties.metrics ?? []) as string[][]);
  expect(read.map(([, metric]) => metric)).toEqual(['Heartbeat', 'WorstVerdict']);
});

test('the gauge has the bands of the original: red, yellow from 50, green from 90', () => {
  const { properties } = findPanel(buildBody(six), 'Job Success Rate (%)');
  expect(properties).toMatchObject({
    view: 'gauge',
    yAxis: { left: { min: 0, max: 100 } },
    annotations: {
      horizontal: [
        [{ value: 0, color: '#d13212' }, { value: 50 }],
        [{ value: 50, color: '#e0b400' }, { value: 90 }],
        [{ value: 90, color: '#2f9e4f' }, { value: 100 }],
      ],
    },
  });
});

test('failed runs are red, by metric math from the metrics that the alarms read', () => {
  const { metrics } = findPanel(buildBody(six), 'Job Execution Rate by Job');
  expect(metrics.slice(0, 4)).toEqual([
    ['Jobwatch/clipper', 'RunsPerMinute', 'Job', 'clip_sync', { id: 'runs0', visible: false }],
    ['Jobwatch/clipper', 'FailureRatePercent', 'Job', 'clip_sync', { id: 'rate0', visible: false }],
    [
      {
        id: 'success0',
        expression: 'runs0 * (100 - rate0) / 100',
        label: 'clip_sync (success) · last ${LAST} · mean ${AVG}',
      },
    ],
    [
      {
        id: 'failed0',
        expression: 'runs0 * rate0 / 100',
        label: 'clip_sync (failed) · last ${LAST} · mean ${AVG}',
        color: '#d13212',
      },
    ],
  ]);
});

test('skipped items are yellow, and a job without items has no line', () => {
  const { metrics } = findPanel(buildBody(six), 'Items Processed Rate by Job');
  expect(metrics[2]?.at(-1)).toEqual({
    label: 'clip_sync (skipped) · last ${LAST} · mean ${AVG} · total ${SUM}',
    color: '#e0b400',
  });
  expect(listLabels(metrics).filter(label => label.startsWith('reputation'))).toEqual([]);
});

test('the limits that most jobs have are drawn, with the number of jobs that have them', () => {
  expect(findPanel(buildBody(six), 'Job Duration (P95) by Job').properties.annotations).toEqual({
    horizontal: [
      { value: 300, color: '#e0b400', label: 'warning 300 (2 of 3 jobs)' },
      { value: 600, color: '#d13212', label: 'critical 600 (2 of 3 jobs)' },
    ],
  });
  expect(findPanel(buildBody(six), 'Job Queue Sizes').properties.annotations).toEqual({
    horizontal: [
      { value: 100, color: '#e0b400', label: 'warning 100, if growing' },
      { value: 1000, color: '#d13212', label: 'critical 1000 (all jobs)' },
    ],
  });
});

test('a job’s name is not a placeholder, and keeps the encoding of its dimension', () => {
  const odd = parse(
    'prometheus: { url: "http://localhost:9090" }\njobs: { "a ${LAST}\\u202e é": { interval: 1m } }',
  );
  const [row] = findPanel(buildBody(odd), 'Job Queue Sizes').metrics;
  expect(row?.at(-1)).toEqual({ label: 'a $ {LAST}\ufffd é · last ${LAST} · max ${MAX}' });
  expect(row?.at(-2)).toBe('a ${LAST}%E2%80%AE %C3%A9');
});

test.for([1, 50, 125, 126, 200, 250, 490])('%i jobs stay within CloudWatch’s limits', count => {
  const { widgets } = buildBody(createConfig(count), 5 * count);
  const rows = widgets.map(({ properties }) => (properties.metrics as unknown[] | undefined) ?? []);
  expect(widgets.length).toBeLessThanOrEqual(500);
  expect(Math.max(...rows.map(({ length }) => length))).toBeLessThanOrEqual(500);
  expect(rows.flat().length).toBeLessThanOrEqual(2500);
  for (const row of rows.flat() as unknown[][]) {
    const { expression = '', id = 'a' } = row.at(-1) as { expression?: string; id?: string };
    expect(expression.length).toBeLessThanOrEqual(1024);
    expect(id).toMatch(/^[a-z]\w*$/);
  }
});

test('if there is no room for a row per job, the fifty largest are searched for', () => {
  const { metrics } = findPanel(buildBody(createConfig(490)), 'Job Duration (P95) by Job');
  expect(metrics[0]).toEqual([
    {
      id: 'search0',
      expression: `SORT(SEARCH('{Jobwatch/jobwatch,Job} MetricName="DurationP95Seconds"', 'Maximum', 300), MAX, DESC, 50)`,
      label: "${PROP('Dim.Job')} (P95) · last ${LAST} · max ${MAX}",
    },
  ]);
});

test('an alarm widget holds a hundred alarms, the critical ones first, and says so', () => {
  const many = buildBody(six, 70).widgets.find(({ type }) => type === 'alarm');
  const alarms = many?.properties.alarms as string[];
  expect(alarms).toHaveLength(100);
  expect(alarms[69]).toContain('critical-69');
  expect(alarms[70]).toContain('warning-0');
  expect(many?.properties.title).toBe('Alarms: 100 of 140, critical ones first');
});

test('without alarms there is no alarm widget', () => {
  expect(buildBody(six).widgets.filter(({ type }) => type === 'alarm')).toEqual([]);
});

test('the workflows and the runbook are at the bottom', () => {
  const texts = buildBody(six).widgets.filter(({ type }) => type === 'text');
  expect(texts).toHaveLength(3);
  expect(texts[2]?.properties.markdown).toContain(`[runbook](${six.runbookUrl})`);
});
