import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const root = join(import.meta.dirname, '..');

/** Every file that runs, by its path from the root; the preview's page is a separate program. */
export const sources = globSync('{bin,lib,functions}/**/*.ts', { cwd: root }).sort();

const texts = new Map<string, string>();

/** The text of a file of the project, '' if there is none. */
export function readText(file: string): string {
  const known = texts.get(file);
  if (known !== undefined) return known;
  const text = readOrNothing(join(root, file));
  texts.set(file, text);
  return text;
}

function readOrNothing(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** `target` is a package, or a file of the project by its path from the root. */
type Import = Readonly<{ file: string; target: string; isTypeOnly: boolean }>;

const statement =
  /^\s*(?:import|export)\s+(type\s+)?(?:[^'"();]*?\sfrom\s+)?'([^']+)'|\bimport\('([^']+)'\)/gm;

export function findImports(file: string): Import[] {
  return [...readText(file).matchAll(statement)].map(match => {
    const target = resolve(file, match[2] ?? match[3] ?? '');
    return { file, target, isTypeOnly: match[1] !== undefined || namesOnlyTypes(match[0]) };
  });
}

function resolve(file: string, target: string): string {
  return target.startsWith('.') ? relative(root, join(root, dirname(file), target)) : target;
}

/** `import { type A, type B } from` is erased whole. */
function namesOnlyTypes(text: string): boolean {
  const names = (/\{([^}]*)\}/.exec(text)?.[1] ?? '').split(',').map(name => name.trim());
  const named = names.filter(name => name !== '');
  return named.length > 0 && named.every(name => name.startsWith('type '));
}

/** The directory of a file, such as `checks` for `lib/checks/check.ts`. */
export function findRoom(file: string): string | undefined {
  return /^lib\/([^/]+)\//.exec(file)?.[1];
}

/** Which directories each directory may import, according to `docs/architecture.md`. */
export function readTable(): ReadonlyMap<string, readonly string[]> {
  const rows = readText('docs/architecture.md').matchAll(/^\| `(\w+)` \|[^|]*\|([^|]*)\|$/gm);
  return new Map(
    [...rows].map(([, room = '', allowed = '']) => [
      room,
      [...allowed.matchAll(/`(\w+)`/g)].map(([, name = '']) => name),
    ]),
  );
}

/** Everything that the code of a file needs when it runs. */
export function reach(entry: string): ReadonlySet<string> {
  const reached = new Set([entry]);
  for (const file of reached) {
    for (const { target, isTypeOnly } of findImports(file)) if (!isTypeOnly) reached.add(target);
  }
  return reached;
}
