import type { Config } from '../config/config.ts';
import type { CheckName, Job } from '../model/job.ts';
import type { Source } from '../model/source.ts';
import { findJobQuery } from '../sources/job-query.ts';

/** Base URLs for the links of an alarm; `prometheusUrl` is absent if there is no page. */
export type PageLinks = Readonly<{
  runbookUrl: string;
  prometheusUrl: string | undefined;
  sources: readonly Source[];
}>;

/** Amazon Managed Prometheus has no web page. */
export function findPageLinks({ connection, runbookUrl, fleet }: Config): PageLinks {
  const prometheusUrl = connection.auth.kind === 'sigv4' ? undefined : connection.url;
  return { runbookUrl, prometheusUrl, sources: fleet.sources };
}

/**
 * Prometheus's graph of the job's own series that a check reads, up to `at`; '' if there is none.
 */
export function linkQuery(
  { prometheusUrl, sources }: PageLinks,
  job: Pick<Job, 'source' | 'seriesName'>,
  { check, at }: Readonly<{ check: CheckName; at: number }>,
): string {
  const source = sources.find(({ name }) => name === job.source);
  if (prometheusUrl === undefined || source === undefined) return '';
  const query = findJobQuery(source, job.seriesName, check);
  if (query === undefined) return '';
  const parameters = new URLSearchParams({
    'g0.expr': query,
    'g0.tab': '0',
    'g0.range_input': '6h',
    'g0.end_input': new Date(at * 1000).toISOString().slice(0, 19).replace('T', ' '),
  });
  return `${prometheusUrl}/graph?${parameters}`;
}
