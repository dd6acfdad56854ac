import type { Panel } from '../../lib/panels/panel.ts';
import { panels } from '../../lib/panels/panels.ts';

/** The parity table as a Markdown page: one row per panel. */
export function parityPage(): string {
  return `${[...introduction, ...head, ...panels.map(row), ...drawn, ...viewing].join('\n')}\n`;
}

const introduction = [
  '# The ten panels, compared with the original',
  '',
  '<!-- Written by `npm run docs`. -->',
  '',
  'Titles and places on the 24-column grid are the original’s. Each job is measured over its own window: 10 minutes or 2.5 times its interval, whichever is longer. Unlisted jobs appear in panels 1, 6, 8, 9 and 10 as soon as Prometheus has series of them. Panels 3, 4, 5 and 7 only draw listed jobs, because each published metric costs money; with `alarms: job`, unlisted jobs appear in all ten. All ten panels, the alarms and `jobwatch backtest` use the same facts, so they agree.',
  '',
];

const departures: Readonly<Record<number, string>> = {
  2: 'The same half circle and bands; the number is the value at the end of the range.',
  3: 'The same limits; periods in ALARM are shaded as well.',
  4: 'Both lines are counts; CloudWatch computes them from the runs and the judged rate. Periods of failing and late jobs are shaded.',
  5: 'The same limits; long times are in minutes. Periods in ALARM are shaded as well.',
  7: 'Periods in ALARM are shaded as well.',
};

/** For the panels that CloudWatch draws if their metrics are published. */
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
  'With `alarms: job`, only verdicts are published, so the widget function draws all ten panels from Prometheus. They have the same places, titles, limits and colours, and are SVG without script. The lines of failed and skipped runs have the original’s red and yellow; a job has the same colour in every panel. Pointing at a chart shows the values at that time.',
  '',
  '| | Panel | Unit | Legend | Compared with CloudWatch’s panel |',
  '| --- | --- | --- | --- | --- |',
  ...panels.filter(({ widget }) => widget === 'native').map(compare),
  '',
  'A line has one point per minute, or for longer ranges the highest value of each 2 min to an hour. If there are more than 200,000 minutes of jobs to judge, only every second to sixtieth minute is judged. If there are more than 50 jobs, the panel draws those with the highest values and says so. If the range is longer than a week, the panel shows its last seven days.',
  '',
  '![The ten panels as the widget draws them, light theme](images/panels-light.png)',
  '',
  '![The ten panels as the widget draws them, dark theme](images/panels-dark.png)',
];

const viewing = [
  '',
  '## What a viewer needs',
  '',
  'Panels 1, 6, 8, 9 and 10 are custom widgets; with `alarms: job`, all ten are. The console runs their function with the permissions of the viewer, who needs `lambda:InvokeFunction` on the function `customWidget-jobwatch-<service>`. The first time, each widget asks for permission to run: choose “Allow always”. For a shared dashboard, add the same permission to the policy that CloudWatch creates for it.',
];

const head = [
  '| | Panel | Kind, place (x, y, width, height) | Drawn by | Original query | Jobwatch | Differences, and why |',
  '| --- | --- | --- | --- | --- | --- | --- |',
];

function row(panel: Panel): string {
  const { x, y, width, height } = panel.place;
  const cells = [
    String(panel.number),
    panel.title,
    `${panel.kind}, ${x}, ${y}, ${width}, ${height}`,
    panel.widget === 'native' ? 'CloudWatch; with `alarms: job` our widget' : 'our widget',
    panel.original.map(({ query }) => `\`${query}\``).join('<br>') || 'none',
    panel.ours,
    panel.departs,
  ];
  return `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
