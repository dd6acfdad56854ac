import { expect, test } from 'vitest';
import { palettes } from '../../../lib/panels/render/theme.ts';

/** The contrast of two colours `#rrggbb` according to WCAG 2, from 1 to 21. */
function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map(start => {
    const share = Number.parseInt(colour.slice(start, start + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const themes = Object.entries(palettes);

test.for(themes)('on the %s theme every text is readable', ([, palette]) => {
  const tones = [...Object.entries(palette.levels), ['absent', palette.absent] as const];
  const hard = tones.filter(([, { ink, fill }]) => contrast(ink, fill) < 4.5).map(([name]) => name);
  expect(hard).toEqual([]);
  expect(contrast(palette.absent.ink, palette.track)).toBeGreaterThanOrEqual(4.5);
  expect(contrast(palette.ink, palette.page)).toBeGreaterThanOrEqual(4.5);
  expect(contrast(palette.muted, palette.page)).toBeGreaterThanOrEqual(4.5);
});

test.for(themes)('on the %s theme every bar and edge is visible', ([, palette]) => {
  const tones = [...Object.entries(palette.levels), ['absent', palette.absent] as const];
  const hard = tones.filter(([, { mark }]) => contrast(mark, palette.page) < 3);
  expect(hard).toEqual([]);
});
