import type { TimeRange } from '../model/time-range.ts';
import { panels } from '../panels/panels.ts';
import type { Theme } from '../panels/render/theme.ts';

/** What the page requests; sizes in pixels by the custom panels' numbers. */
export type DashboardRequest = Readonly<{
  span: TimeRange;
  theme: Theme;
  sizes: Readonly<Record<number, Readonly<{ width: number; height: number }>>>;
}>;

/** Why a request is rejected, in words for the user. */
export type Refusal = Readonly<{ refused: string }>;

/** The longest span of the page; seconds. */
const longestSeconds = 7 * 86_400;

/**
 * Reads the parameters of `/api/dashboard`: `to` (Unix seconds, default now) and `span` (seconds),
 * `theme`, and `sizes` such as `1:1200x120,6:1200x180`.
 */
export function parseRequest(parameters: URLSearchParams, now: number): DashboardRequest | Refusal {
  const to = parseMinute(parameters.get('to') ?? String(now));
  const span = parseMinute(parameters.get('span') ?? '21600');
  if (to === undefined || to > now + 60) return { refused: 'to: expected Unix seconds up to now' };
  if (span === undefined || span < 60 || span > longestSeconds) {
    return { refused: `span: expected 60 to ${longestSeconds} seconds` };
  }
  const theme = parameters.get('theme') === 'dark' ? 'dark' : 'light';
  const sizes = parseSizes(parameters.get('sizes') ?? '');
  return { span: { from: to - span, to }, theme, sizes };
}

function parseMinute(text: string): number | undefined {
  const value = Number(text);
  return Number.isFinite(value) && value >= 0 ? Math.floor(value / 60) * 60 : undefined;
}

const sizePattern = /^(\d{1,2}):(\d{1,4})x(\d{1,4})$/;

function parseSizes(text: string): DashboardRequest['sizes'] {
  const numbers = new Set(panels.map(({ number }) => number));
  const found = text.split(',').flatMap(part => {
    const [, number, width, height] = sizePattern.exec(part) ?? [];
    if (number === undefined || !numbers.has(Number(number))) return [];
    const size = { width: Math.max(120, Number(width)), height: Math.max(60, Number(height)) };
    return [[Number(number), size] as const];
  });
  return Object.fromEntries(found);
}
