import type { Panel } from './panel.ts';
import { panels } from './panels.ts';

/** The parity table as a Markdown page: one row per panel. */
export function parityPage(): string {
  return `${[...introduction, ...head, ...panels.map(row), ...drawn, ...viewing].join('\n')}\n`;
}

const introduction = [
  '# The ten panels, beside the original’s',
  '',
  '<!-- Written by `npm run docs`. -->',
  '',
  'Titles and places on the 24-column grid are the original’s. Each job is measured over its own window: 10 minutes, or 2.5 times its interval where that is longer. Unlisted jobs appear in panels 1, 6, 8, 9 and 10 as soon as Prometheus has series of them. Panels 3, 4, 5 and 7 draw them once they are listed, because each published metric costs money; with `alarms: job` they appear in all ten. All ten panels, the alarms and `jobwatch backtest` read the same facts by minute, so they agree.',
  '',
];

const departures: Readonly<Record<number, string>> = {
  2: 'The same half circle and bands; the number is that of the range’s end.',
  3: 'The same limits; periods in ALARM are shaded as well.',
  4: 'Both lines are counts, where CloudWatch computes them from runs and judged rate. Periods of failing and late jobs are shaded.',
  5: 'The same limits; long times are in minutes. Periods in ALARM are shaded as well.',
  7: 'Periods in ALARM are shaded as well.',
};

/** Of the panels that CloudWatch draws where their metrics are published. */
function compare(panel: Panel): string {
  const legend = panel.legend?.statistics.join(', ') ?? 'none';
  const cells = [
    String(panel.number),
    panel.title,
    panel.unit,
    legend,
    departures[panel.number] ?? '',
  ];
  return `| ${cells.join(' | ')} |`;
}

const drawn = [
  '',
  '## The same panels with `alarms: job`',
  '',
  'Only verdicts are published then, so the widget function draws all ten from Prometheus, at the same places, with the same titles, limits and colours, as SVG without script. Lines of failed and skipped runs are the original’s red and yellow; a job has one colour in every panel. Pointing at a chart shows the values of that time.',
  '',
  '| | Panel | Unit | Legend | Beside CloudWatch’s own |',
  '| --- | --- | --- | --- | --- |',
  ...panels.filter(({ widget }) => widget === 'native').map(compare),
  '',
  'A line has a point per minute, or over a longer range the highest value of 2 min to an hour. Where more than 200,000 minutes of jobs would have to be judged, every second to sixtieth minute is. Of more than 50 jobs those with the highest values are drawn, and the panel says so. A range of more than a week shows its last seven days.',
  '',
  '![The ten panels as the widget draws them, light theme](images/panels-light.png)',
  '',
  '![The ten panels as the widget draws them, dark theme](images/panels-dark.png)',
];

const viewing = [
  '',
  '## What CloudWatch asks of a viewer',
  '',
  'Panels 1, 6, 8, 9 and 10, with `alarms: job` all of them, are custom widgets: the console runs their function with the rights of the viewer, who needs `lambda:InvokeFunction` on the function `customWidget-jobwatch-<service>`. The first time, each widget asks whether it may run: “Allow always”. A shared dashboard needs the same right in the policy that its sharing makes.',
];

const head = [
  '| | Panel | Kind, place (x, y, width, height) | Drawn by | Original query | Ours | Where it departs, and why |',
  '| --- | --- | --- | --- | --- | --- | --- |',
];

function row(panel: Panel): string {
  const { x, y, width, height } = panel.place;
  const cells = [
    String(panel.number),
    panel.title,
    `${panel.kind}, ${x}, ${y}, ${width}, ${height}`,
    panel.widget === 'native' ? 'CloudWatch; with `alarms: job` our widget' : 'our widget',
    panel.original.map(({ query }) => `\`${query}\``).join('<br>'),
    panel.ours,
    panel.departs,
  ];
  return `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
