import type { Panel } from './panel.ts';
import { panels } from './panels.ts';

/** The parity table as a Markdown page: a row a panel. */
export function parityPage(): string {
  return `${[...introduction, ...head, ...panels.map(row), ...viewing].join('\n')}\n`;
}

const introduction = [
  '# The ten panels, beside the original’s',
  '',
  '<!-- Written by `node lib/panels/write-parity.ts`. -->',
  '',
  'Titles and places on the 24-column grid are the original’s. Every metric is of a job over its own window: the original’s 5 or 10 minutes, or 2.5 times the job’s interval where that is longer. Jobs that the config does not list stand in panels 1, 6, 8, 9 and 10 by their own names as soon as Prometheus knows them; panels 3, 4, 5 and 7 draw them once they are listed, since a metric a job costs money.',
  '',
];

const viewing = [
  '',
  '## What CloudWatch asks of who looks',
  '',
  'Panels 1, 6, 8, 9 and 10 are custom widgets: the console runs their function with the rights of whoever looks, so that person needs `lambda:InvokeFunction` on the function `customWidget-jobwatch-<service>`. The first time, each widget asks whether it may run: “Allow always”. A shared dashboard needs the same right in the policy that its sharing makes.',
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
    panel.widget === 'native' ? 'CloudWatch' : 'our widget',
    panel.original.map(({ query }) => `\`${query}\``).join('<br>'),
    panel.ours,
    panel.departs,
  ];
  return `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
