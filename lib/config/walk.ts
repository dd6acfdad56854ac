import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Node,
  Scalar,
  type YAMLMap,
} from 'yaml';
import { formatPath, type Path } from './path.ts';

/** Offsets of keys and values in the text, by their path as JSON. */
export type Positions = ReadonlyMap<string, Readonly<{ key?: number; value?: number }>>;

/** Something that is not plain data, with its offset in the text. */
export type Fault = Readonly<{ path: string; offset?: number; found: string; expected: string }>;

/** Limits aliases that repeat values. 490 jobs with every setting have about 20,000 values. */
export const mostValues = 100_000;
const deepestNesting = 32;

type Walk = {
  readonly places: Map<string, { key?: number; value?: number }>;
  readonly anchors: Map<string, Node>;
  readonly faults: Fault[];
  valuesLeft: number;
};

/** Converts a document to plain data, with keys as written and aliases replaced. */
export function walkDocument(document: Document.Parsed): {
  value: unknown;
  places: Positions;
  faults: readonly Fault[];
  isTooLarge: boolean;
} {
  const walk: Walk = {
    places: new Map(),
    anchors: new Map(),
    faults: [],
    valuesLeft: mostValues,
  };
  const value = readNode(walk, document.contents, []);
  return { value, places: walk.places, faults: walk.faults, isTooLarge: walk.valuesLeft < 0 };
}

function readNode(walk: Walk, node: unknown, path: Path): unknown {
  walk.valuesLeft -= 1;
  if (walk.valuesLeft < 0 || !isNode(node)) return null;
  const offset = node.range?.[0];
  if (path.length > deepestNesting) {
    addFault(walk, path, {
      offset,
      found: 'a value inside itself or too deep',
      expected: 'a few levels',
    });
    return null;
  }
  placeAt(walk, path).value ??= offset ?? 0;
  if (isAlias(node)) {
    const target = walk.anchors.get(node.source);
    if (target !== undefined) return readNode(walk, target, path);
    addFault(walk, path, { offset, found: `*${node.source}`, expected: 'an anchor above it' });
    return null;
  }
  if (node.tag !== undefined) {
    addFault(walk, path, { offset, found: 'a tag', expected: 'a value without a tag' });
  }
  if ('anchor' in node && node.anchor !== undefined) walk.anchors.set(node.anchor, node);
  if (isMap(node)) return readMap(walk, node, path);
  if (isSeq(node)) return node.items.map((item, index) => readNode(walk, item, [...path, index]));
  return isScalar(node) ? readScalar(node) : null;
}

function readMap(walk: Walk, map: YAMLMap, path: Path): Record<string, unknown> {
  const entries = new Map<string, unknown>();
  for (const { key, value } of map.items) {
    const offset = isNode(key) ? key.range?.[0] : undefined;
    const name = readKey(key);
    const at = name === undefined ? path : [...path, name];
    const fault =
      name === undefined
        ? notAName
        : (findForbiddenKey(key, name) ?? findRepeatedKey(entries, name));
    if (fault !== undefined) addFault(walk, at, { offset, ...fault });
    if (name === undefined || fault !== undefined) continue;
    if (offset !== undefined) placeAt(walk, at).key ??= offset;
    entries.set(name, readNode(walk, value, at));
  }
  return Object.fromEntries(entries);
}

/** Reads a key's text, so that a job can be called `007` or `null`. */
function readKey(key: unknown): string | undefined {
  if (!isScalar(key)) return undefined;
  if (key.type === Scalar.PLAIN && key.source !== undefined && key.source !== '') return key.source;
  return typeof key.value === 'string' ? key.value : undefined;
}

const notAName = { found: 'a key that is not text', expected: 'a name' };

function findForbiddenKey(key: unknown, name: string) {
  // A plain object cannot have this key.
  if (name === '__proto__') return { found: 'this key', expected: 'any other name' };
  if (name !== '<<' || !isScalar(key) || key.type !== Scalar.PLAIN) return undefined;
  return { found: 'a merge key', expected: 'the keys themselves, or an alias for a whole value' };
}

function findRepeatedKey(entries: ReadonlyMap<string, unknown>, name: string) {
  return entries.has(name)
    ? { found: 'this key a second time', expected: 'each key once' }
    : undefined;
}

function readScalar(scalar: Scalar): unknown {
  const { value } = scalar;
  const isPlain = value === null || ['string', 'number', 'boolean'].includes(typeof value);
  return isPlain ? value : (scalar.source ?? null);
}

function placeAt(walk: Walk, path: Path): { key?: number; value?: number } {
  const name = JSON.stringify(path);
  const place = walk.places.get(name) ?? {};
  walk.places.set(name, place);
  return place;
}

type FaultAt = Readonly<{ offset: number | undefined; found: string; expected: string }>;

function addFault(walk: Walk, path: Path, { offset, found, expected }: FaultAt): void {
  walk.faults.push({
    path: formatPath(path),
    ...(offset === undefined ? {} : { offset }),
    found,
    expected,
  });
}
