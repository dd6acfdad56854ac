import { readFile } from 'node:fs/promises';
import type { Asset } from './assets.ts';

/** The page's files by path. A clone builds them; a package contains them in one file. */
export async function loadAssets(): Promise<ReadonlyMap<string, Asset>> {
  if (import.meta.filename.endsWith('.ts')) {
    // not a literal, so that the package does not include the code that only builds the page
    const builder = new URL('assets.ts', import.meta.url).href;
    const { buildAssets } = (await import(builder)) as typeof import('./assets.ts');
    return buildAssets();
  }
  return new Map(JSON.parse(await readFile(new URL('page.json', import.meta.url), 'utf8')));
}
