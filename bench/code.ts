import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build, transform } from 'esbuild';

const root = join(import.meta.dirname, '..');

/** Digests of code by directory, such as `lib/history`. */
export type CodeDigests = Readonly<Record<string, string>>;

/** The bench's own files that determine what is measured. */
const benchFiles = [
  'bench/fleet.ts',
  'bench/history.ts',
  'bench/floor.ts',
  'bench/round.ts',
  'lib/cost/judge-memory.ts',
];

/** In these directories, texts are PromQL and paths of an API, and count. */
const withTexts = ['lib/sources', 'lib/prometheus'];

/**
 * Everything that determines the bench's figures: every file of the project in the judge's bundle,
 * and the bench's own. Comments do not count, and outside queries neither do sentences.
 */
export async function digestMeasuredCode(): Promise<CodeDigests> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['functions/judge.ts'],
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    outdir: 'out',
  });
  const files = [...Object.keys(metafile.inputs), ...benchFiles].toSorted();
  const directories = Map.groupBy(files, dirname);
  const digests = [...directories].map(async ([directory, own]) => {
    const hash = createHash('sha256');
    for (const file of own) {
      const text = readFileSync(join(root, file), 'utf8');
      hash.update(`${file}\n${await normalizeCode(text, withTexts.includes(directory))}\n`);
    }
    return [directory, hash.digest('hex').slice(0, 16)] as const;
  });
  return Object.fromEntries(await Promise.all(digests));
}

/** The directories whose code has changed. */
export function listChanged(before: CodeDigests, now: CodeDigests): string[] {
  const directories = new Set([...Object.keys(before), ...Object.keys(now)]);
  return [...directories].filter(directory => before[directory] !== now[directory]).toSorted();
}

/** The same text for equivalent code, whatever its comments and, on request, its sentences. */
export async function normalizeCode(text: string, keepsSentences: boolean): Promise<string> {
  // names are kept: esbuild chooses short ones by how often letters occur, including in sentences
  const options = { minifyWhitespace: true, minifySyntax: true, legalComments: 'none' } as const;
  const { code } = await transform(text, { loader: 'ts', format: 'esm', ...options });
  return keepsSentences ? code : withoutSentences(code);
}

const literal = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`/g;

/**
 * Removes quoted texts that contain a space, but keeps the expressions in templates. A quote in a
 * regular expression can break this: if the result is not valid code, the code counts unchanged.
 */
async function withoutSentences(code: string): Promise<string> {
  const without = code.replace(literal, found => {
    if (!found.includes(' ')) return found;
    if (!found.startsWith('`')) return '""';
    return `\`${(found.match(/\$\{[^}]*\}/g) ?? []).join('')}\``;
  });
  try {
    return (await transform(without, { loader: 'js' })).code;
  } catch {
    return code;
  }
}
