/** `error`: something cannot work; `warning`: it works badly or not for long; `info`: worth knowing. */
export type FindingLevel = 'error' | 'warning' | 'info';

/** Every kind of finding. */
export const findingCodes = [
  'prometheus-unavailable',
  'query-failed',
  'prometheus-young',
  'prometheus-pair',
  'metric-missing',
  'runs-kept',
  'label-missing',
  'outcome-unmapped',
  'up-missing',
  'up-differs',
  'copies',
  'job-never-seen',
  'job-unlisted',
  'pattern-unmatched',
  'job-rhythm',
  'schedule-off',
  'schedule-differs',
  'counter-still',
  'staleness-loose',
  'queue-unseen',
  'items-unseen',
  'duration-unseen',
  'limit-in-bucket',
  'bucket-too-low',
  'scrape-slow',
  'window-too-short',
  'clock-skew',
  'stamp-ignored',
  'history-short',
  'data-late',
  'stack-missing',
  'stack-unwell',
  'topic-missing',
  'mail-unconfirmed',
  'mail-missing',
  'alarm-missing',
  'alarm-left-over',
  'alarm-silent',
  'heartbeat-missing',
  'source-unreachable',
  'permission-missing',
  'call-failed',
] as const;

export type FindingCode = (typeof findingCodes)[number];

/** One finding: what is wrong, why it matters, and what to do, each as a sentence. */
export type Finding = Readonly<{
  level: FindingLevel;
  code: FindingCode;
  /** The source it is about, if the configuration has several. */
  source?: string;
  /** Names of the jobs it is about; empty if it is about all. */
  jobs?: readonly string[];
  what: string;
  why: string;
  advice: string;
  /** Lines to paste into the configuration. */
  lines?: readonly string[];
}>;

const order: Readonly<Record<FindingLevel, number>> = { error: 0, warning: 1, info: 2 };

/** The worst first; otherwise in the order in which they were found. */
export function sortFindings(findings: readonly Finding[]): Finding[] {
  return findings.toSorted((a, b) => order[a.level] - order[b.level]);
}

/** Quoted names for a sentence. Only the first few are listed. */
export function listNames(names: readonly string[], most = 5): string {
  const shown = names.slice(0, most).map(name => JSON.stringify(name));
  const rest = names.length - shown.length;
  return rest > 0 ? `${shown.join(', ')} and ${rest} more` : shown.join(', ');
}
