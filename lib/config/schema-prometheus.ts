import { z } from 'zod';
import { isNearHost, parseBaseUrl } from './address.ts';
import { defaultAllowPlainHttp, defaultDelaySeconds, defaultSelector } from './defaults.ts';
import { writeDuration } from './duration.ts';
import { authSchema } from './schema-auth.ts';
import { headers } from './schema-headers.ts';
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

/** Parses label matchers, as between braces in PromQL, and normalizes them. */
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

type UrlAndPermission = Readonly<{ url?: unknown; allowPlainHttp?: unknown }>;

function isPrivateEnough(value: unknown): boolean {
  const { url, allowPlainHttp } = (value ?? {}) as UrlAndPermission;
  const parsed = typeof url === 'string' ? URL.parse(url) : null;
  if (parsed === null || parsed.protocol !== 'http:') return true;
  return allowPlainHttp === true || isNearHost(parsed.hostname);
}

/** Prometheus's address and how to query it. */
export const prometheusSchema = map(
  {
    url: url.meta({
      description: 'Base URL of Prometheus, or of a server with the same query API.',
    }),
    selector: matchers(`label matchers such as env="prod",region=~"eu-.*"`)
      .optional()
      .meta(
        about('Label matchers that every query has, including queries of `up`.', defaultSelector),
      ),
    auth: authSchema.optional().meta({
      description: 'Authentication. It refers to secrets and never contains them.',
    }),
    headers: headers.optional().meta({
      description:
        'More request headers. Each value is a reference to a secret, or for a tenant a text.',
    }),
    certificateAuthority: text('path', /^[^\0]+$/, 'the path of a PEM file')
      .optional()
      .meta({
        description: 'PEM file of a private certificate authority, relative to the configuration.',
      }),
    allowPlainHttp: flag
      .optional()
      .meta(
        about(
          'Allows http to a host other than this machine and private addresses.',
          defaultAllowPlainHttp,
        ),
      ),
    delay: duration({ title: 'duration', from: 0, to: 15 * 60 }, 'a duration such as 0s or 2m')
      .optional()
      .meta(
        about(
          'How late samples arrive. Queries end this long before the present.',
          writeDuration(defaultDelaySeconds),
        ),
      ),
  },
  '{ url: "http://localhost:9090" }',
).refine(isPrivateEnough, {
  path: ['url'],
  error: 'https, or http to this machine or a private address, or allowPlainHttp: true',
  ...always,
});
