import type { ChartSeries } from '../chart-series.ts';
import type { Theme } from './theme.ts';

/** Colours of one theme for a canvas, which does not use stylesheets. */
export type ChartColours = Readonly<{
  axis: string;
  grid: string;
  /** Behind the texts on a chart. */
  ground: string;
  red: string;
  yellow: string;
  shade: Readonly<Record<'warning' | 'critical', string>>;
  rail: Readonly<Record<'warning' | 'critical', string>>;
  jobs: readonly string[];
}>;

/** No red, yellow or orange for jobs: those colours are for failures and limits. */
export const chartColours: Readonly<Record<Theme, ChartColours>> = {
  light: {
    axis: '#5a6577',
    grid: '#eceff3',
    ground: '#ffffff',
    red: '#d13212',
    yellow: '#b38600',
    shade: { warning: 'rgba(255, 205, 50, .22)', critical: 'rgba(209, 50, 18, .13)' },
    rail: { warning: '#e0a800', critical: '#d13212' },
    jobs: [
      '#1f6fd1',
      '#3a8f2f',
      '#7c4dd8',
      '#44546a',
      '#b14fc9',
      '#0d8f83',
      '#7a6a1f',
      '#0a9bd8',
      '#4f56c9',
      '#85693a',
    ],
  },
  dark: {
    axis: '#9aa7b8',
    grid: '#222c39',
    ground: '#161d26',
    red: '#ff6a55',
    yellow: '#f0c419',
    shade: { warning: 'rgba(240, 196, 25, .15)', critical: 'rgba(240, 80, 60, .20)' },
    rail: { warning: '#f0c419', critical: '#f0503c' },
    jobs: [
      '#6cb0ff',
      '#7fd65a',
      '#b08cff',
      '#a9b8cb',
      '#f08cf0',
      '#35d0be',
      '#c3c06a',
      '#4fd0ee',
      '#a3a8ff',
      '#cdb27a',
    ],
  },
};

/** A job has one colour on every chart; failed and skipped are the original's red and yellow. */
export function chooseColour({ colour, jobIndex }: ChartSeries, theme: Theme): string {
  const colours = chartColours[theme];
  if (colour === 'red' || colour === 'yellow') return colours[colour];
  return colours.jobs[jobIndex % colours.jobs.length] ?? colours.axis;
}
