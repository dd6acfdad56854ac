import type { Threshold } from '../../panels/panel.ts';
import { shape } from './dom.ts';
import type { Frame } from './frames.ts';

const centre = { x: 100, y: 96 };

/** A half circle from 0 to 100 % with the original's bands around it. */
export function drawGauge({ panel, body }: Frame, percent: number | null): void {
  const bands = panel.thresholds;
  const label =
    percent === null
      ? 'no data'
      : `${percent === 100 ? '100' : Math.min(99.9, percent).toFixed(1)} %`;
  const level = percent === null ? 'none' : (findBand(bands, percent)?.colour ?? 'none');
  const svg = shape(
    'svg',
    {
      viewBox: '0 0 200 124',
      class: 'gauge-dial',
      role: 'img',
      'aria-label': `${panel.title}: ${label}`,
    },
    arc(74, 0, 100, 'gauge-track'),
    percent === null ? undefined : arc(74, 0, Math.max(0.5, percent), `gauge-value band-${level}`),
    ...bands.map((band, index) =>
      arc(88, band.from ?? 0, bands[index + 1]?.from ?? 100, `gauge-band band-${band.colour}`),
    ),
    shape('text', { x: 100, y: 90, class: percent === null ? 'gauge-none' : 'gauge-text' }, label),
    shape('text', { x: 26, y: 112, class: 'gauge-end' }, '0'),
    shape('text', { x: 174, y: 112, class: 'gauge-end' }, '100'),
  );
  body.replaceChildren(svg);
}

function findBand(bands: readonly Threshold[], percent: number): Threshold | undefined {
  return bands.findLast(({ from = 0 }) => percent >= from);
}

function arc(radius: number, from: number, to: number, className: string): SVGPathElement {
  const point = (percent: number) => {
    const angle = Math.PI * (1 - Math.min(100, percent) / 100);
    const x = centre.x + radius * Math.cos(angle);
    const y = centre.y - radius * Math.sin(angle);
    return `${x.toFixed(2)} ${y.toFixed(2)}`;
  };
  const d = `M${point(from)} A${radius} ${radius} 0 0 1 ${point(to)}`;
  return shape('path', { d, class: className });
}
