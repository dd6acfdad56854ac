import { type ScaleLinear, type ScaleTime, scaleLinear, scaleUtc } from 'd3-scale';
import { findTop } from '../chart-series.ts';
import type { LinesData } from '../lines.ts';
import type { View } from './view.ts';

/** A chart's scales: `x` takes Unix milliseconds, both give pixels within `area`. */
export type Plot = Readonly<{
  data: LinesData;
  view: View;
  area: Readonly<{ left: number; right: number; top: number; bottom: number }>;
  x: ScaleTime<number, number>;
  y: ScaleLinear<number, number>;
}>;

/** Room around the lines in pixels: values on the left, times below. */
const margin = { left: 58, right: 20, top: 10, bottom: 20 };

/** Below this height in pixels lines cannot be distinguished. */
const least = { width: 160, height: 70 };

export function createPlot(data: LinesData, asked: View): Plot {
  const width = Math.max(least.width, asked.width);
  const height = Math.max(least.height, asked.height);
  const area = {
    left: margin.left,
    right: width - margin.right,
    top: margin.top,
    bottom: height - margin.bottom,
  };
  const highest = data.series.reduce((most, { values }) => {
    return values.reduce<number>((top, value) => Math.max(top, value ?? 0), most);
  }, 0);
  return {
    data,
    view: { ...asked, width, height },
    area,
    x: scaleUtc([data.from * 1000, data.to * 1000], [area.left, area.right]),
    y: scaleLinear([0, findTop(highest, data.limits)], [area.bottom, area.top]),
  };
}

/** Pixels with one decimal. */
export function toPixels(value: number): string {
  return String(Number(value.toFixed(1)));
}
