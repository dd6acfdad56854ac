import { excerpt, PrometheusError } from './errors.ts';
import { isMadeOfBrackets } from './json-shape.ts';

/** The frame that every answer of the HTTP API comes in. */
export type Envelope = Readonly<{ data: unknown; warnings: readonly string[] }>;

/** The frame of a refusal: `errorType` and `error` as Prometheus writes them. */
export type Refusal = Readonly<{ errorType: string; error: string }>;

type Fields = Readonly<Record<string, unknown>>;

/**
 * Opens an answer with status 200. Throws `bad-answer` if it is not the API's JSON, and `partial`
 * if it reports missing data; `refused` creates the error for `status: error`.
 */
export function openEnvelope(
  text: string,
  url: string,
  refused: (refusal: Refusal) => PrometheusError,
): Envelope {
  const fields = parseFields(text);
  const refusal = refusalIn(fields);
  if (refusal !== undefined) throw refused(refusal);
  if (fields?.status !== 'success' || !Object.hasOwn(fields, 'data')) {
    throw badAnswer(url, excerpt(text) || 'an empty answer', 'JSON with "status" and "data"');
  }
  const warnings = warningsIn(fields, url);
  refuseParts(fields, warnings, url);
  return { data: fields.data, warnings };
}

/** The refusal in a text, or `undefined` if the text is anything else. */
export function readRefusal(text: string): Refusal | undefined {
  return refusalIn(parseFields(text));
}

/** An answer that is not what the HTTP API gives. */
export function badAnswer(url: string, received: string, expected: string): PrometheusError {
  const problem = 'The answer does not come from Prometheus';
  return new PrometheusError({ code: 'bad-answer', problem, url, received, expected });
}

function refusalIn(fields: Fields | undefined): Refusal | undefined {
  if (fields?.status !== 'error') return undefined;
  return { errorType: textOr(fields.errorType, 'unknown'), error: textOr(fields.error, '') };
}

function parseFields(text: string): Fields | undefined {
  if (isMadeOfBrackets(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isFields(value) ? value : undefined;
  } catch {
    // The caller quotes the text itself, which says more than the parser's position.
    return undefined;
  }
}

/** Whether a parsed JSON value is an object and not an array. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOr(value: unknown, fallback: string): string {
  return typeof value === 'string' ? value : fallback;
}

// Prometheus 2.x sends its engine's style remarks among the warnings, 3.x also as `infos`. They
// concern the query, not the data.
const engineNote = /^PromQL (warning|info)/;

function warningsIn(fields: Fields, url: string): string[] {
  const { warnings = [] } = fields;
  if (warnings === null) return [];
  if (!Array.isArray(warnings) || !warnings.every(item => typeof item === 'string')) {
    throw badAnswer(url, 'warnings of another kind', '"warnings" as a list of texts');
  }
  return warnings.filter(warning => !engineNote.test(warning));
}

// How Thanos, Mimir, Cortex and Prometheus's remote read report that a store did not answer. They
// send the other stores' data with status 200.
const missingParts =
  /partial|incomplete|unavailable|remote_read|rpc error|(fetch|receive) series|no storeapis matched|deadline exceeded|connection refused/i;

function refuseParts(fields: Fields, warnings: readonly string[], url: string): void {
  const said = warnings.find(warning => missingParts.test(warning));
  // VictoriaMetrics has its own field for it.
  if (said === undefined && fields.isPartial !== true) return;
  throw new PrometheusError({
    code: 'partial',
    problem: 'The answer of Prometheus is incomplete',
    url,
    received: excerpt(said ?? '"isPartial": true'),
    expected: 'an answer from every store',
  });
}
