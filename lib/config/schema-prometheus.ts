import { z } from 'zod';
import { isNearHost, parseBaseUrl } from './address.ts';
import { defaultAllowPlainHttp, defaultDelaySeconds, defaultSelector } from './defaults.ts';
import { formatDuration } from './duration.ts';
import { authSchema } from './schema-auth.ts';
import { secretReference } from './schema-secret.ts';
import { parseSelector } from './selector.ts';
import { about, always, duration, flag, map, text } from './values.ts';

const urlExpected =
  'an http or https URL without credentials, query or fragment such as http://localhost:9090';

const url = text('URL', /^https?:\/\/[^\s?#\\]+$/i, urlExpected).transform((value, context) => {
  const base = parseBaseUrl(value);
  if (base !== undefined) return base;
  context.addIssue({ code: 'custom', message: urlExpected });
  return z.NEVER;
});

/** Label matchers as they stand between braces in PromQL; canonical in the result. */
export function matchers(expected: string) {
  return z
    .string({ error: expected })
    .meta({ title: 'label matchers' })
    .transform((value, context) => {
      const parsed = parseSelector(value);
      if (parsed !== undefined) return parsed;
      context.addIssue({ code: 'custom', message: expected });
      return z.NEVER;
    });
}

// Headers that the client itself decides; Authorization comes from `auth`, out of a secret.
const ownHeaders =
  /^(?!(?:authorization|connection|content-length|content-type|host|transfer-encoding)$)[A-Za-z0-9!#$%&'*+.^_`|~-]+$/i;

const headerValueExpected =
  'a text on one line, in quotes if it is a number, or a secret such as { secretArn: "arn:aws:secretsmanager:…" }';

const headerValue = z.union(
  [text('text', /^[\t\x20-\x7e\x80-\xff]*$/, headerValueExpected), secretReference],
  { error: headerValueExpected },
);

const headers = z.record(
  text('text', ownHeaders, 'a header that is not Jobwatch\u2019s own; for Authorization use auth'),
  headerValue,
  { error: 'a map such as { X-Scope-OrgID: "1" }' },
);

type UrlAndLeave = Readonly<{ url?: unknown; allowPlainHttp?: unknown }>;

function isPrivateEnough(value: unknown): boolean {
  const { url, allowPlainHttp } = (value ?? {}) as UrlAndLeave;
  const parsed = typeof url === 'string' ? URL.parse(url) : null;
  if (parsed === null || parsed.protocol !== 'http:') return true;
  return allowPlainHttp === true || isNearHost(parsed.hostname);
}

/** Where Prometheus is and how it is asked. */
export const prometheusSchema = map(
  {
    url: url.meta({ description: 'Base URL of Prometheus, or of what speaks its query API.' }),
    selector: matchers(`label matchers such as env="prod",region=~"eu-.*"`)
      .optional()
      .meta(about('Label matchers of every query, those of `up` included.', defaultSelector)),
    auth: authSchema.optional().meta({
      description: 'How requests are authenticated. Secrets are named, never written here.',
    }),
    headers: headers.optional().meta({
      description: 'Further request headers, each a text or a secret by reference.',
    }),
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
  },
  '{ url: "http://localhost:9090" }',
).refine(isPrivateEnough, {
  path: ['url'],
  error: 'https, or http to this machine or a private address, or allowPlainHttp: true',
  ...always,
});

/** The connection's settings as they came out of `prometheusSchema`. */
export type PrometheusInput = z.output<typeof prometheusSchema>;
