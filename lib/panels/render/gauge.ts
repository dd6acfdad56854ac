import { arc } from 'd3-shape';
import type { PanelData } from '../data.ts';
import type { Colour, Threshold } from '../panel.ts';
import { element, type Markup } from './markup.ts';
import { formatPercent } from './numbers.ts';
import { type Palette, palettes } from './theme.ts';
import { footHeight, type View } from './view.ts';

type Gauge = Pick<Extract<PanelData, { kind: 'gauge' }>, 'panel' | 'percent'>;

/** A half circle from 0 to 100 % with the panel's bands around it. */
export function drawGauge({ panel, percent }: Gauge, view: View): Markup {
  const palette = palettes[view.theme];
  const { thresholds } = panel;
  const size = { width: view.width, height: Math.max(60, view.height - footHeight) };
  const text = percent === undefined ? 'no data' : formatPercent(percent);
  const bands = thresholds.map(({ from = 0, colour }, index) => {
    const end = thresholds[index + 1]?.from ?? 100;
    const title = `${from} to ${end} %`;
    return ring([84, 90], [from, end], { fill: findMark(palette, colour), title });
  });
  return element(
    'svg',
    { ...size, viewBox: '0 0 200 118', role: 'img', 'aria-label': `${panel.title}: ${text}` },
    element(
      'g',
      { transform: 'translate(100 98)' },
      ring([62, 80], [0, 100], { fill: palette.track }),
      percent === undefined
        ? undefined
        : ring([62, 80], [0, Math.max(0.5, percent)], {
            fill: findValueColour(palette, thresholds, percent),
          }),
      ...bands,
      writeText(text, { y: -6, size: percent === undefined ? 16 : 26, class: 'jw-dial' }),
      writeText('0', { x: -71, y: 14, size: 10, class: 'jw-axis' }),
      writeText('100', { x: 71, y: 14, size: 10, class: 'jw-axis' }),
    ),
  );
}

type Ring = Readonly<{ fill: string; title?: string }>;

/** A part of the half circle between two radii, from one percentage to another. */
function ring(
  [innerRadius, outerRadius]: readonly [number, number],
  [from, to]: readonly [number, number],
  { fill, title }: Ring,
): Markup {
  const angle = (percent: number) => (Math.min(100, percent) / 100 - 0.5) * Math.PI;
  const shape = { innerRadius, outerRadius, startAngle: angle(from), endAngle: angle(to) };
  const d = arc().digits(2)(shape) ?? '';
  return element(
    'path',
    { d, fill },
    title === undefined ? undefined : element('title', {}, title),
  );
}

function findValueColour(palette: Palette, bands: readonly Threshold[], percent: number): string {
  return findMark(palette, bands.findLast(({ from = 0 }) => percent >= from)?.colour ?? 'green');
}

function findMark({ levels }: Palette, colour: Colour): string {
  const byColour = { green: 'good', yellow: 'warning', red: 'critical', darkRed: 'worst' } as const;
  return levels[byColour[colour]].mark;
}

type TextPosition = Readonly<{ x?: number; y: number; size: number; class: string }>;

function writeText(text: string, { x = 0, y, size, class: name }: TextPosition): Markup {
  const style = `font-size:${size}px`;
  return element('text', { x, y, style, class: name, 'text-anchor': 'middle' }, text);
}
