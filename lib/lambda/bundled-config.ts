import { readFileSync } from 'node:fs';
import type { Config } from '../config/config.ts';
import { environmentMark } from '../config/deployed-secret.ts';

/**
 * The configuration that is stored with the bundle. It was validated at synth, so no bundle
 * contains the schema library; the environment would have room for 4 KB only.
 */
export function readBundledConfig(): Config {
  return parseBundledConfig(readFileSync(new URL('config.json', import.meta.url), 'utf8'));
}

/** The same for a text; secrets of your own app have their ARNs in the environment. */
export function parseBundledConfig(
  text: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Config {
  if (!text.includes(environmentMark)) return JSON.parse(text) as Config;
  return JSON.parse(text, (key, value) => {
    if (key !== 'secretArn' || !String(value).startsWith(environmentMark)) return value;
    return environment[value.slice(environmentMark.length)] ?? value;
  }) as Config;
}
