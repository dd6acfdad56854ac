/** An alarm in words: `clip_sync` `is failing: 1 of 4 runs in the last hour`, and more clauses. */
export type ItemText = Readonly<{
  name: string;
  /** Joins the name and the clause: a space, or a colon before a sentence. */
  joint: ' ' | ': ';
  clause: string;
  /** The clause with the time at which it began, for a text that has room. */
  lasting: string;
  /** When it began; undefined if the clause says it. */
  since: string | undefined;
  details: readonly string[];
  /** What happened at the same time; for several jobs it is mentioned once for all. */
  circumstances: readonly string[];
}>;

export type ItemWording = Omit<ItemText, 'name' | 'joint'>;

/** A clause that contains the time itself. */
export function fromTimedClause(clause: string, details: readonly string[]): ItemWording {
  return { clause, lasting: clause, since: undefined, details, circumstances: [] };
}
