import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, stop } from 'esbuild';
import { writeStyle } from '../panels/render/style.ts';

/** A file of the page. */
export type Asset = Readonly<{ type: string; body: string }>;

const folder = new URL('page/', import.meta.url);
const chartStyle = new URL('../../node_modules/uplot/dist/uPlot.min.css', import.meta.url);

/** The page's files by path; its script is bundled here, in about 100 ms. */
export async function buildAssets(): Promise<ReadonlyMap<string, Asset>> {
  const [page, style, scripts] = await Promise.all([
    readFile(new URL('index.html', folder), 'utf8'),
    joinStyles(),
    bundle(),
  ]);
  const css = (body: string): Asset => ({ type: 'text/css; charset=utf-8', body });
  return new Map([
    ['/', { type: 'text/html; charset=utf-8', body: page }],
    ['/page.css', css(style)],
    ['/panels-light.css', css(writeStyle('light'))],
    ['/panels-dark.css', css(writeStyle('dark'))],
    ...scripts.map(({ name, body }) => [`/${name}`, { type: scriptType, body }] as const),
    ['/favicon.svg', { type: 'image/svg+xml', body: favicon }],
  ]);
}

/** A pulse on a round background. */
const favicon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#0f6cbd"/><path d="M5 17h6l3-8 5 15 3-7h5" fill="none" stroke="#fff" stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round"/></svg>`;

/** The library's own first, then Jobwatch's in the order in which they depend on one another. */
const styles = ['theme', 'frame', 'status', 'panels', 'lists', 'charts', 'narrow'];

async function joinStyles(): Promise<string> {
  const files = [chartStyle, ...styles.map(name => new URL(`${name}.css`, folder))];
  return (await Promise.all(files.map(file => readFile(file, 'utf8')))).join('\n');
}

const scriptType = 'text/javascript; charset=utf-8';

async function bundle(): Promise<{ name: string; body: string }[]> {
  const { outputFiles } = await build({
    entryPoints: ['page.ts', 'theme-first.ts'].map(name => fileURLToPath(new URL(name, folder))),
    outdir: '/',
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2023',
    minify: true,
    logLevel: 'silent',
  });
  // esbuild's service is a separate process
  await stop();
  return outputFiles.map(({ path, text }) => ({ name: basename(path), body: text }));
}
