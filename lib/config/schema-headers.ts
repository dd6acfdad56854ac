import { z } from 'zod';
import { secretReference } from './schema-secret.ts';
import { always, text } from './values.ts';

// The client sets these headers itself; Authorization comes from `auth`.
const ownHeaders =
  /^(?!(?:authorization|connection|content-length|content-type|host|transfer-encoding)$)[A-Za-z0-9!#$%&'*+.^_`|~-]+$/i;

/**
 * Headers that are not credentials: the tenant of Mimir, Cortex, Loki-style gateways, Thanos and
 * Grafana, and the user agent. Everything else may be a key, and the deployed code must not contain
 * a key in plain text.
 */
const plainHeaders = [
  'X-Scope-OrgID',
  'THANOS-TENANT',
  'X-Tenant',
  'X-Tenant-ID',
  'X-Org-ID',
  'X-Grafana-Org-Id',
  'User-Agent',
] as const;

const plain: ReadonlySet<string> = new Set(plainHeaders.map(name => name.toLowerCase()));

const valueExpected =
  'a text on one line, in quotes if it is a number, or a secret such as { secretArn: "arn:aws:secretsmanager:…" }';

const headerValue = z.union(
  [text('text', /^[\t\x20-\x7e\x80-\xff]*$/, valueExpected), secretReference],
  { error: valueExpected },
);

/** Further request headers: plain text for a few that are not credentials, otherwise references. */
export const headers = z
  .record(
    text(
      'text',
      ownHeaders,
      'a header that is not Jobwatch\u2019s own; for Authorization use auth',
    ),
    headerValue,
    { error: 'a map such as { X-Scope-OrgID: "1" }' },
  )
  .superRefine((values, context) => {
    if (typeof values !== 'object' || values === null) return;
    for (const [name, value] of Object.entries(values)) {
      if (typeof value !== 'string' || plain.has(name.toLowerCase())) continue;
      context.addIssue({ code: 'custom', path: [name], message: explainReference(name) });
    }
  }, always);

function explainReference(name: string): string {
  const lines = `prometheus: { …, headers: { ${name}: { secretArn: "arn:aws:secretsmanager:…" } } }`;
  return `a reference, because it may be a key: ${lines}, or parameterArn; for the command line only, env or file; plain text for ${plainHeaders.join(', ')}`;
}
