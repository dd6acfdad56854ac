import { type Document, LineCounter, parseDocument, type YAMLError } from 'yaml';
import type { Problem } from './error.ts';
import type { Path } from './path.ts';
import { mostValues, type Positions, walkDocument } from './walk.ts';

/** A YAML document as plain data, with the positions of values and keys, and its problems. */
export type YamlText = Readonly<{
  value: unknown;
  /** The text is not YAML, so there is no value. */
  syntaxProblem: Problem | undefined;
  /** The text is YAML, but parts of it are not plain data. */
  problems: readonly Problem[];
  findPosition: (path: Path, part: 'key' | 'value') => Position | undefined;
}>;

/** Line and column, from 1. */
type Position = Readonly<{ line: number; column: number }>;

// 490 jobs with every setting have about 20,000 values and half a megabyte of text.
const longestText = 1_048_576;

/**
 * Reads YAML 1.2 text. Never throws. It reports only the first error, because others follow from
 * it.
 */
export function readYaml(text: string): YamlText {
  if (text.length > longestText) {
    return createUnreadable({
      path: '',
      found: `${text.length} characters`,
      expected: 'at most 1 MiB',
    });
  }
  const lines = new LineCounter();
  const document = tryParse(text, lines);
  if (document === undefined) return createUnreadable(tooDeep);
  const error = document.errors[0] ?? document.warnings[0];
  if (error !== undefined) {
    return createUnreadable({
      path: '',
      ...lineAndColumn(lines, error.pos[0]),
      ...describe(error),
    });
  }
  const { value, places, faults, isTooLarge } = walkDocument(document);
  if (isTooLarge) return createUnreadable(tooLarge);
  return {
    value,
    syntaxProblem: undefined,
    problems: faults.map(({ offset, ...fault }) => ({ ...fault, ...lineAndColumn(lines, offset) })),
    findPosition: (path, part) => findNearestPosition({ lines, places }, path, part),
  };
}

function tryParse(text: string, lines: LineCounter): Document.Parsed | undefined {
  try {
    return parseDocument(text, {
      version: '1.2',
      schema: 'core',
      merge: false,
      // The walk finds duplicates itself, because 1 and "1" name the same job.
      uniqueKeys: false,
      prettyErrors: false,
      lineCounter: lines,
    });
  } catch {
    // The parser is recursive: this error means that the nesting exceeds the call stack.
    return undefined;
  }
}

const tooDeep = { path: '', found: 'brackets nested too deeply to read', expected: 'a few levels' };

const tooLarge = {
  path: '',
  found: `aliases or lists of more than ${mostValues} values`,
  expected: 'a smaller configuration',
};

function createUnreadable(syntaxProblem: Problem): YamlText {
  return { value: undefined, syntaxProblem, problems: [], findPosition: () => undefined };
}

function describe(error: YAMLError): Pick<Problem, 'found' | 'expected'> {
  switch (error.code) {
    case 'TAB_AS_INDENT':
      return { found: 'a tab as indentation', expected: 'spaces' };
    case 'MULTIPLE_DOCS':
      return { found: 'several documents', expected: 'one, without a line of --- inside' };
    case 'TAG_RESOLVE_FAILED':
      return { found: 'a tag that has no meaning here', expected: 'a value without a tag' };
    case 'RESOURCE_EXHAUSTION':
      return tooDeep;
    default:
      return { found: `no YAML (${lowerFirst(error.message)})`, expected: 'YAML 1.2 or JSON' };
  }
}

function lowerFirst(message: string): string {
  const line = message.split('\n')[0] ?? '';
  return `${line.charAt(0).toLowerCase()}${line.slice(1)}`;
}

function lineAndColumn(lines: LineCounter, offset: number | undefined): Partial<Position> {
  if (offset === undefined) return {};
  const { line, col } = lines.linePos(offset);
  return line === 0 ? {} : { line, column: col };
}

/** Finds the position of a path, or of the nearest key above it. */
function findNearestPosition(
  { lines, places }: Readonly<{ lines: LineCounter; places: Positions }>,
  path: Path,
  part: 'key' | 'value',
): Position | undefined {
  for (let length = path.length; length > 0; length--) {
    const place = places.get(JSON.stringify(path.slice(0, length)));
    if (place === undefined) continue;
    const offset = length === path.length && part === 'value' ? place.value : place.key;
    const { line, column } = lineAndColumn(lines, offset ?? place.value ?? place.key);
    if (line !== undefined && column !== undefined) return { line, column };
  }
  return undefined;
}
