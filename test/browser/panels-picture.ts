import { stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { withConfig } from '../../lib/cli/session.ts';
import { createLiveHistory } from '../../lib/panels/live-history.ts';
import { createPanelSource } from '../../lib/panels/outcome.ts';
import type { Panel } from '../../lib/panels/panel.ts';
import { panels } from '../../lib/panels/panels.ts';
import { renderPanel } from '../../lib/panels/render/render-panel.ts';
import { palettes, type Theme } from '../../lib/panels/render/theme.ts';
import { startDemo } from '../../lib/simulator/demo.ts';
import { launchChromium } from '../chromium.ts';

/** The same hours as in the README's picture of the preview. */
const now = Date.UTC(2026, 0, 6, 12) / 1000;
const to = now - 15 * 3600 + 6000;
const span = { from: to - 6 * 3600, to };

/** A cell of the dashboard's grid in pixels, and the height of a widget's title. */
const cell = { width: 52, height: 46 };
const titleHeight = 28;
const gap = 8;

type Draw = (panel: Panel, theme: Theme) => Promise<string>;

/** Draws the pictures of docs/panels.md again: the ten panels as the widget function draws them. */
async function takePictures(): Promise<void> {
  const demo = await startDemo({
    to: now,
    progress: message => process.stderr.write(`${message}\n`),
  });
  const browser = await launchChromium();
  try {
    await withConfig(demo.config, async ({ config, prometheus }) => {
      const live = createLiveHistory(prometheus, config.fleet);
      const source = createPanelSource(live, config.fleet, { deadlineMilliseconds: 60_000 });
      const draw: Draw = async (panel, theme) => {
        const size = {
          width: panel.place.width * cell.width - 2 * gap - 24,
          height: panel.place.height * cell.height - titleHeight - gap - 16,
        };
        return renderPanel(await source(panel, span, now), { theme, ...size });
      };
      for (const theme of ['light', 'dark'] as const) {
        const path = fileURLToPath(
          new URL(`../../docs/images/panels-${theme}.png`, import.meta.url),
        );
        const page = await browser.newPage({
          viewport: { width: 24 * cell.width + gap, height: 900 },
        });
        await page.setContent(await writePage(draw, theme));
        await page.screenshot({ path, fullPage: true });
        process.stdout.write(`${path}: ${(await stat(path)).size} bytes\n`);
      }
    });
  } finally {
    await browser.close();
    await demo.stop();
  }
}

async function writePage(draw: Draw, theme: Theme): Promise<string> {
  const { page, ink, line } = palettes[theme];
  const ground = theme === 'light' ? '#f2f4f7' : '#0f141a';
  const framed = [];
  for (const panel of panels) {
    const { x, y, width, height } = panel.place;
    const place = `left:${x * cell.width + gap}px;top:${y * cell.height + gap}px;width:${width * cell.width - gap}px;height:${height * cell.height - gap}px`;
    framed.push(
      `<section style="${place}"><h1>${panel.title}</h1>${await draw(panel, theme)}</section>`,
    );
  }
  const bottom = Math.max(...panels.map(({ place }) => place.y + place.height)) * cell.height + gap;
  const style = `body{margin:0;background:${ground};color:${ink};height:${bottom}px;position:relative}section{position:absolute;box-sizing:border-box;padding:6px 12px;background:${page};border:1px solid ${line};border-radius:6px;overflow:hidden}h1{margin:0;font:600 14px/22px sans-serif}`;
  return `<!doctype html><style>${style}</style>${framed.join('')}`;
}

await takePictures();
