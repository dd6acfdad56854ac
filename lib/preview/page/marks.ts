import type uPlot from 'uplot';
import { joinPeriods } from '../../panels/alarm-periods.ts';
import type { ChartColours } from '../../panels/render/chart-colours.ts';
import type { AlarmEpisode, LimitLine } from '../dashboard.ts';

/** Periods in ALARM as bands behind the lines, with a solid bar at the top of the chart. */
export function shadePeriods(
  plot: uPlot,
  episodes: readonly AlarmEpisode[],
  colours: ChartColours,
): void {
  const { ctx, bbox } = plot;
  const { max = 0 } = plot.scales.x ?? {};
  const rail = 3 * devicePixelRatio;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  for (const severity of ['warning', 'critical'] as const) {
    for (const { from, to } of joinPeriods(episodes, severity, max ?? 0)) {
      const left = plot.valToPos(from, 'x', true);
      const width = Math.max(devicePixelRatio, plot.valToPos(to, 'x', true) - left);
      ctx.fillStyle = colours.shade[severity];
      ctx.fillRect(left, bbox.top, width, bbox.height);
      ctx.fillStyle = colours.rail[severity];
      ctx.fillRect(left, bbox.top, width, rail);
    }
  }
  ctx.restore();
}

/** Dashed lines at the visible limits, each with its text. */
export function drawLimits(plot: uPlot, limits: readonly LimitLine[], colours: ChartColours): void {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  const top = plot.scales.y?.max ?? 0;
  ctx.save();
  ctx.font = `${11 * ratio}px system-ui, sans-serif`;
  ctx.textAlign = 'right';
  ctx.textBaseline = 'bottom';
  ctx.lineWidth = ratio;
  ctx.setLineDash([5 * ratio, 4 * ratio]);
  for (const { value, severity, label } of limits) {
    if (value > (top ?? 0)) continue;
    const y = Math.round(plot.valToPos(value, 'y', true)) + 0.5;
    ctx.strokeStyle = colours.rail[severity];
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
    drawLabel(
      plot,
      { label, y, colour: severity === 'critical' ? colours.red : colours.yellow },
      colours,
    );
  }
  ctx.restore();
}

type Label = Readonly<{ label: string; y: number; colour: string }>;

/** On its own background, so that no line crosses it; below its line if there is no room above. */
function drawLabel({ ctx, bbox }: uPlot, { label, y, colour }: Label, colours: ChartColours): void {
  const ratio = devicePixelRatio;
  const height = 15 * ratio;
  const width = ctx.measureText(label).width + 8 * ratio;
  const right = bbox.left + bbox.width - 2 * ratio;
  const top = y - height - ratio < bbox.top + 4 * ratio ? y + ratio : y - height - ratio;
  ctx.fillStyle = colours.ground;
  ctx.fillRect(right - width, top, width, height);
  ctx.fillStyle = colour;
  ctx.fillText(label, right - 4 * ratio, top + height - 2 * ratio);
}
