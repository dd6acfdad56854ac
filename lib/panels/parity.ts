import type { Panel } from './panel.ts';
import { panels } from './panels.ts';

/** The parity table as a Markdown page: one row per panel. */
export function parityPage(): string {
  return `${[...introduction, ...head, ...panels.map(row), ...viewing].join('\n')}\n`;
}

const introduction = [
  '# The ten panels, beside the original’s',
  '',
  '<!-- Written by `node lib/panels/write-parity.ts`. -->',
  '',
  'Titles and places on the 24-column grid are the original’s. Each job is measured over its own window: 10 minutes, or 2.5 times its interval where that is longer. Unlisted jobs appear in panels 1, 6, 8, 9 and 10 as soon as Prometheus has series of them. Panels 3, 4, 5 and 7 draw them once they are listed, because each published metric costs money. All ten panels, the alarms and `jobwatch backtest` read the same facts by minute, so they agree.',
  '',
];

const viewing = [
  '',
  '## What CloudWatch asks of a viewer',
  '',
  'Panels 1, 6, 8, 9 and 10 are custom widgets: the console runs their function with the rights of the viewer, who needs `lambda:InvokeFunction` on the function `customWidget-jobwatch-<service>`. The first time, each widget asks whether it may run: “Allow always”. A shared dashboard needs the same right in the policy that its sharing makes.',
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
