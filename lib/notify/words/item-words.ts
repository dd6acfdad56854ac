/** An alarm in words: `clip_sync` `is failing: 3 of 12 runs in the last hour`, and more clauses. */
export type ItemText = Readonly<{
  name: string;
  /** Joins the name and the clause: a space, or a colon before a sentence. */
  joint: ' ' | ': ';
  clause: string;
  /** The clause with the time at which it began, for a text that has room. */
  lasting: string;
  /** When it began; undefined where the clause says it. */
  since: string | undefined;
  details: readonly string[];
  /** What happened around it; for several jobs it is said of all together. */
  surroundings: readonly string[];
}>;

export type ItemWording = Omit<ItemText, 'name' | 'joint'>;

/** A clause that says when by itself. */
export function fromTimedClause(clause: string, details: readonly string[]): ItemWording {
  return { clause, lasting: clause, since: undefined, details, surroundings: [] };
}
