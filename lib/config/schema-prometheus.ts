import { z } from 'zod';
import { isNearHost, parseBaseUrl } from './address.ts';
import {
  defaultAllowPlainHttp,
  defaultDelaySeconds,
  defaultLabels,
  defaultMetrics,
  defaultSelector,
} from './defaults.ts';
import { formatDuration } from './duration.ts';
import { authSchema } from './schema-auth.ts';
import { parseSelector } from './selector.ts';
import { about, duration, flag, map, text } from './values.ts';

const urlExpected =
  'an http or https URL without credentials, query or fragment such as http://localhost:9090';

const url = text('URL', /^https?:\/\/[^\s?#\\]+$/i, urlExpected).transform((value, context) => {
  const base = parseBaseUrl(value);
  if (base !== undefined) return base;
  context.addIssue({ code: 'custom', message: urlExpected });
  return z.NEVER;
});

const selectorExpected = `label matchers such as env="prod",region=~"eu-.*"`;

const selector = z
  .string({ error: selectorExpected })
  .meta({ title: 'label matchers' })
  .transform((value, context) => {
    const matchers = parseSelector(value);
    if (matchers !== undefined) return matchers;
    context.addIssue({ code: 'custom', message: selectorExpected });
    return z.NEVER;
  });

const metricName = (byDefault: string, description: string) =>
  text('metric name', /^[A-Za-z_:][A-Za-z0-9_:]*$/, `a metric name such as ${byDefault}`)
    .optional()
    .meta(about(description, byDefault));

// Labels that begin with two underscores are Prometheus's own.
const labelName = (byDefault: string, description: string) =>
  text('label name', /^(?!__)[A-Za-z_][A-Za-z0-9_]*$/, `a label name such as ${byDefault}`)
    .optional()
    .meta(about(description, byDefault));

const metrics = map(
  {
    executions: metricName(defaultMetrics.executions, 'Counter of runs, by job and status.'),
    duration: metricName(
      defaultMetrics.duration,
      'Histogram of run times in seconds, without its suffix _bucket.',
    ),
    lastSuccess: metricName(
      defaultMetrics.lastSuccess,
      'Gauge of the last success, in Unix seconds.',
    ),
    items: metricName(defaultMetrics.items, 'Counter of items, by job and status.'),
    queue: metricName(defaultMetrics.queue, 'Gauge of queue entries, by job.'),
  },
  '{ executions: job_execution_total }',
);

const labels = map(
  {
    job: labelName(defaultLabels.job, 'Label that names the job.'),
    status: labelName(defaultLabels.status, 'Label that says success, failed or another status.'),
  },
  '{ job: job_name }',
);

// Headers that the client itself decides; Authorization comes from `auth`, out of a secret.
const ownHeaders =
  /^(?!(?:authorization|connection|content-length|content-type|host|transfer-encoding)$)[A-Za-z0-9!#$%&'*+.^_`|~-]+$/i;

const headers = z.record(
  text('text', ownHeaders, 'a header that is not Jobwatch\u2019s own; for Authorization use auth'),
  text('text', /^[\t\x20-\x7e\x80-\xff]*$/, 'a text on one line, in quotes if it is a number'),
  { error: 'a map such as { X-Scope-OrgID: "1" }' },
);

type UrlAndLeave = Readonly<{ url?: unknown; allowPlainHttp?: unknown }>;

function isPrivateEnough(value: unknown): boolean {
  const { url, allowPlainHttp } = (value ?? {}) as UrlAndLeave;
  const parsed = typeof url === 'string' ? URL.parse(url) : null;
  if (parsed === null || parsed.protocol !== 'http:') return true;
  return allowPlainHttp === true || isNearHost(parsed.hostname);
}

/** Where Prometheus is and what its series are called. */
export const prometheusSchema = map(
  {
    url: url.meta({ description: 'Base URL of Prometheus, or of what speaks its query API.' }),
    selector: selector
      .optional()
      .meta(about('Label matchers that are added to every query.', defaultSelector)),
    auth: authSchema.optional().meta({
      description: 'How requests are authenticated. Secrets are named, never written here.',
    }),
    headers: headers.optional().meta({ description: 'Further request headers.' }),
    certificateAuthority: text('path', /^[^\0]+$/, 'the path of a PEM file')
      .optional()
      .meta({ description: 'PEM file of a private certificate authority, relative to this file.' }),
    allowPlainHttp: flag
      .optional()
      .meta(
        about(
          'Allows http to a host that is neither this machine nor a private address.',
          defaultAllowPlainHttp,
        ),
      ),
    delay: duration({ title: 'duration', from: 0, to: 15 * 60 }, 'a duration such as 0s or 2m')
      .optional()
      .meta(
        about(
          'How long samples take to arrive: queries ask for this long ago.',
          formatDuration(defaultDelaySeconds),
        ),
      ),
    metrics: metrics.optional().meta({ description: 'Names of the metrics.' }),
    labels: labels.optional().meta({ description: 'Names of the labels.' }),
  },
  '{ url: "http://localhost:9090" }',
).refine(isPrivateEnough, {
  path: ['url'],
  error: 'https, or http to this machine or a private address, or allowPlainHttp: true',
  when: () => true,
});

/** The source's settings as they came out of `prometheusSchema`. */
export type PrometheusInput = z.output<typeof prometheusSchema>;
