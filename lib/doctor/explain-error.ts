import type { PrometheusError, PrometheusErrorCode } from '../prometheus/errors.ts';

/** What an error of Prometheus means and what to do about it, in words. */
export type Explanation = Readonly<{ what: string; advice: string }>;

/** TLS errors speak of OpenSSL's insides; what they mean is one of a few things. */
const tlsMeanings: readonly (readonly [RegExp, Explanation])[] = [
  [
    /WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|wrong version number|packet length|record layer failure|HTTP_REQUEST/i,
    {
      what: 'What answers at prometheus.url does not speak TLS.',
      advice: 'Write http:// in prometheus.url, or the port at which TLS is served.',
    },
  ],
  [
    /certificate required|bad certificate|handshake failure|ALERT_CERTIFICATE_REQUIRED|HANDSHAKE_FAILURE/i,
    {
      what: 'Prometheus ended the TLS handshake: it may want a client certificate, which Jobwatch has none of.',
      advice: 'Let it in by a token or a password (prometheus.auth), or put a proxy before it.',
    },
  ],
  [
    /protocol version|UNSUPPORTED_PROTOCOL/i,
    {
      what: 'Prometheus speaks only versions of TLS that are not accepted here.',
      advice: 'Serve TLS 1.2 or 1.3.',
    },
  ],
  [
    /CERT_HAS_EXPIRED|certificate has expired/i,
    {
      what: 'The certificate of Prometheus has expired.',
      advice: 'Renew the certificate.',
    },
  ],
  [
    /ALTNAME_INVALID|altnames/i,
    {
      what: 'The certificate of Prometheus is for another name than that in prometheus.url.',
      advice: 'Write the name that the certificate has, or have it made for this one.',
    },
  ],
  [
    /SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|self.signed|unable to verify/i,
    {
      what: 'The certificate of Prometheus is of no authority that is trusted here.',
      advice: 'Name its authority in the config (prometheus.tls).',
    },
  ],
];

const httpsWanted: Explanation = {
  what: 'What answers at prometheus.url speaks TLS only.',
  advice: 'Write https:// in prometheus.url.',
};

/** Explains why Prometheus did not answer. The error's own words stay where they say more. */
export function explainError(error: PrometheusError): Explanation {
  const words = collectWords(error);
  if (/HTTP request (was sent )?to (an )?HTTPS (server|port)/i.test(words)) return httpsWanted;
  const isTls = /\b(SSL|TLS|EPROTO|CERT|SELF_SIGNED|UNABLE_TO|certificate)/i.test(words);
  const tls = isTls ? tlsMeanings.find(([pattern]) => pattern.test(words)) : undefined;
  if (tls !== undefined) return tls[1];
  const status = Number(/HTTP (\d{3})/.exec(error.received ?? '')?.[1]);
  const answered = statusMeanings[status];
  if (answered !== undefined)
    return { what: `${answered.what} (HTTP ${status}).`, advice: answered.advice };
  if (/no org id|tenant|X-Scope-OrgID/i.test(words)) return tenantWanted;
  return { what: error.message, advice: adviceOn[error.code] ?? 'See the log of Prometheus.' };
}

const tenantWanted: Explanation = {
  what: 'Prometheus wants to know the tenant.',
  advice: 'Set its header: prometheus: { …, headers: { X-Scope-OrgID: … } }.',
};

const statusMeanings: Readonly<Record<number, Explanation>> = {
  405: {
    what: 'What stands before Prometheus lets no POST through',
    advice:
      'Allow POST for /api/v1/query and /api/v1/query_range: queries may be longer than a URL.',
  },
  413: {
    what: 'What stands before Prometheus takes no request of this size',
    advice: 'Raise its limit to 16 KB (nginx: client_max_body_size).',
  },
  414: {
    what: 'What stands before Prometheus takes no URL of this length',
    advice: 'Let it pass POST as it is, rather than as GET.',
  },
};

/** The error's words, and those of what caused it. */
function collectWords(error: PrometheusError): string {
  const words = [error.message];
  for (let cause = error.cause; cause instanceof Error; cause = cause.cause) {
    words.push(String('code' in cause ? cause.code : ''), cause.message);
    if (cause instanceof AggregateError) words.push(...cause.errors.map(String));
  }
  return words.join(' ');
}

const adviceOn: Readonly<Partial<Record<PrometheusErrorCode, string>>> = {
  unreachable: 'See that prometheus.url is right and the network lets you through.',
  timeout: 'See how loaded Prometheus is, and what stands between it and you.',
  unauthorized: 'Correct prometheus.auth: the kind, and the secret that it names.',
  'not-found': 'Correct the path of prometheus.url: /api/v1 is added to it.',
  redirect: 'Set prometheus.url to the address that it sends to.',
  'bad-answer': 'See what answers at prometheus.url: it is no Prometheus.',
  'too-expensive': 'Raise --query.max-samples or --query.timeout, or narrow prometheus.selector.',
  'rate-limited': 'Raise the limit for this tenant or user.',
};
