/** Unix seconds; `to` is a whole minute. */
export type Span = Readonly<{ from: number; to: number }>;
