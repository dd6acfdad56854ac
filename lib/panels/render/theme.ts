import type { Level } from '../judge.ts';

export type Theme = 'light' | 'dark';

/** `fill` lies under text of the colour `ink`; `mark` is drawn on the page itself: bars, edges. */
export type Tone = Readonly<{ fill: string; ink: string; mark: string }>;

/**
 * Colours of one theme, as `#rrggbb`. Good is quiet and critical is loud, so that the worst is seen
 * first. Every ink on its fill has a contrast of 4.5 or more (WCAG 2 AA), every mark 3.
 */
export type Palette = Readonly<{
  page: string;
  ink: string;
  muted: string;
  line: string;
  track: string;
  absent: Tone;
  levels: Readonly<Record<Level, Tone>>;
}>;

export const palettes: Readonly<Record<Theme, Palette>> = {
  light: {
    page: '#ffffff',
    ink: '#16191f',
    muted: '#5a6577',
    line: '#e3e7ec',
    track: '#eceff3',
    absent: { fill: '#f6f7f9', ink: '#5a6577', mark: '#8592a6' },
    levels: {
      none: { fill: '#f1f4f8', ink: '#16191f', mark: '#7a8699' },
      good: { fill: '#e6f4ea', ink: '#17502b', mark: '#2f9e4f' },
      warning: { fill: '#ffe27a', ink: '#453400', mark: '#b38600' },
      critical: { fill: '#d13212', ink: '#ffffff', mark: '#d13212' },
      worst: { fill: '#8f1d0c', ink: '#ffffff', mark: '#8f1d0c' },
    },
  },
  dark: {
    page: '#161d26',
    ink: '#e4e8ee',
    muted: '#9aa7b8',
    line: '#2c3644',
    track: '#273140',
    absent: { fill: '#1d2530', ink: '#9aa7b8', mark: '#6b788a' },
    levels: {
      none: { fill: '#222c39', ink: '#e4e8ee', mark: '#8592a6' },
      good: { fill: '#173526', ink: '#b6e6c4', mark: '#4bb86a' },
      warning: { fill: '#f0c419', ink: '#2b2000', mark: '#f0c419' },
      critical: { fill: '#d63a28', ink: '#ffffff', mark: '#f0503c' },
      worst: { fill: '#96190f', ink: '#ffffff', mark: '#e0483a' },
    },
  },
};
