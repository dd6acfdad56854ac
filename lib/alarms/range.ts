export type Comparison =
  | 'GreaterThanThreshold'
  | 'GreaterThanOrEqualToThreshold'
  | 'LessThanThreshold'
  | 'LessThanOrEqualToThreshold';

/** A finite value at a minute in Unix seconds; `limit` replaces the threshold there. */
export type Datapoint = Readonly<{ at: number; value: number; limit?: number | undefined }>;

/** The newest datapoints of an evaluation range, of which at most N are counted. */
export type EvaluationRange = Readonly<{
  real: number;
  breaching: number;
  /** In periods, the newest period being 1; 0 if nothing breaches. */
  oldestBreachingAge: number;
  newestBreaching: Datapoint | undefined;
  newestWithin: Datapoint | undefined;
}>;

type Rule = Readonly<{
  comparison: Comparison;
  threshold: number;
  periodSeconds: number;
  evaluationPeriods: number;
}>;

/**
 * How many periods an alarm with N evaluation periods looks back over. CloudWatch looks at more
 * than N and does not publish how many; its guide's examples have 5 for N = 3, hence N + 2.
 * Source: CloudWatch User Guide, "How alarm state is evaluated when data is missing".
 */
export function evaluationRange(evaluationPeriods: number): number {
  return evaluationPeriods + 2;
}

/** Strict or not, as the comparison's name says. */
export function breaches(comparison: Comparison, value: number, limit: number): boolean {
  switch (comparison) {
    case 'GreaterThanThreshold':
      return value > limit;
    case 'GreaterThanOrEqualToThreshold':
      return value >= limit;
    case 'LessThanThreshold':
      return value < limit;
    case 'LessThanOrEqualToThreshold':
      return value <= limit;
  }
}

/**
 * Counts the newest N real datapoints of the range that ends with `minute`; `known` is how many
 * datapoints had arrived by then. Real ones are preferred, so gaps between them do not count.
 */
export function lookBack(
  rule: Rule,
  datapoints: readonly Datapoint[],
  end: Readonly<{ minute: number; known: number }>,
): EvaluationRange {
  const { comparison, threshold, periodSeconds, evaluationPeriods } = rule;
  const oldest = end.minute - evaluationRange(evaluationPeriods) * periodSeconds;
  const range = emptyRange();
  let index = end.known - 1;
  while (range.real < evaluationPeriods) {
    const newest = datapoints[index];
    if (newest === undefined || newest.at <= oldest) break;
    const age = Math.floor((end.minute - newest.at) / periodSeconds) + 1;
    const periodStart = end.minute - age * periodSeconds;
    let highest = newest;
    for (index -= 1; ; index -= 1) {
      const datapoint = datapoints[index];
      if (datapoint === undefined || datapoint.at <= periodStart) break;
      if (datapoint.value > highest.value) highest = datapoint;
    }
    const isOver = breaches(comparison, highest.value, highest.limit ?? threshold);
    count(range, highest, isOver ? age : undefined);
  }
  return range;
}

type Counts = { -readonly [Key in keyof EvaluationRange]: EvaluationRange[Key] };

function emptyRange(): Counts {
  return {
    real: 0,
    breaching: 0,
    oldestBreachingAge: 0,
    newestBreaching: undefined,
    newestWithin: undefined,
  };
}

function count(range: Counts, datapoint: Datapoint, breachingAge: number | undefined): void {
  range.real += 1;
  if (breachingAge === undefined) {
    range.newestWithin ??= datapoint;
    return;
  }
  range.breaching += 1;
  range.oldestBreachingAge = breachingAge;
  range.newestBreaching ??= datapoint;
}
