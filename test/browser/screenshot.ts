import { mkdir, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { withConfig } from '../../lib/cli/session.ts';
import { startPreview } from '../../lib/preview/start-preview.ts';
import { startDemo } from '../../lib/simulator/demo.ts';
import { launchChromium } from '../chromium.ts';

/** A minute at which the demo's queue has just exceeded its limit and a sync had failed before. */
const to = Date.UTC(2026, 0, 6, 12) / 1000;
const shownTo = to - 15 * 3600 + 6000;

const file = fileURLToPath(new URL('../../docs/images/preview.png', import.meta.url));

/** Draws the README's picture of the preview again. */
async function takeScreenshot(): Promise<void> {
  const demo = await startDemo({ to, progress: message => process.stderr.write(`${message}\n`) });
  const browser = await launchChromium();
  try {
    await withConfig(demo.config, async session => {
      const options = { port: 0, spanSeconds: 21_600, to: shownTo, now: () => to };
      const preview = await startPreview(session, options);
      const page = await browser.newPage({ viewport: { width: 1280, height: 1256 } });
      await page.goto(preview.url);
      await page.locator('body[data-drawn]').waitFor();
      await mkdir(new URL('../../docs/images/', import.meta.url), { recursive: true });
      await page.screenshot({ path: file });
      await preview.stop();
    });
  } finally {
    await browser.close();
    await demo.stop();
  }
  process.stdout.write(`${file}: ${(await stat(file)).size} bytes\n`);
}

await takeScreenshot();
