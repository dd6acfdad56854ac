import { readFileSync } from 'node:fs';
import type { Config } from '../config/config.ts';

/**
 * The configuration that lies beside the bundle. It was validated when the stack was made, so that
 * no bundle carries the schema library; the environment would have room for 4 KB only.
 */
export function readBundledConfig(): Config {
  return JSON.parse(readFileSync(new URL('config.json', import.meta.url), 'utf8')) as Config;
}
