import { panels } from '../panels/panels.ts';
import type { Wish } from './compose.ts';

/** A question that cannot be answered, in words for whoever asked it. */
export type Refusal = Readonly<{ refused: string }>;

/** The longest span of the page; seconds. */
const longestSeconds = 7 * 86_400;

/**
 * Reads the parameters of `/api/dashboard`: `to` (Unix seconds, default now) and `span` (seconds),
 * `theme`, and `sizes` such as `1:1200x120,6:1200x180`.
 */
export function readWish(parameters: URLSearchParams, now: number): Wish | Refusal {
  const to = wholeMinute(parameters.get('to') ?? String(now));
  const span = wholeMinute(parameters.get('span') ?? '21600');
  if (to === undefined || to > now + 60) return { refused: 'to: expected Unix seconds up to now' };
  if (span === undefined || span < 60 || span > longestSeconds) {
    return { refused: `span: expected 60 to ${longestSeconds} seconds` };
  }
  const theme = parameters.get('theme') === 'dark' ? 'dark' : 'light';
  const sizes = readSizes(parameters.get('sizes') ?? '');
  return { span: { from: to - span, to }, theme, sizes };
}

function wholeMinute(text: string): number | undefined {
  const value = Number(text);
  return Number.isFinite(value) && value >= 0 ? Math.floor(value / 60) * 60 : undefined;
}

const sizePattern = /^(\d{1,2}):(\d{1,4})x(\d{1,4})$/;

function readSizes(text: string): Wish['sizes'] {
  const numbers = new Set(panels.map(({ number }) => number));
  const found = text.split(',').flatMap(part => {
    const [, number, width, height] = sizePattern.exec(part) ?? [];
    if (number === undefined || !numbers.has(Number(number))) return [];
    const size = { width: Math.max(120, Number(width)), height: Math.max(60, Number(height)) };
    return [[Number(number), size] as const];
  });
  return Object.fromEntries(found);
}
