/** What a failure means and what to do about it, in one sentence each. */
export type Meaning = Readonly<{ what: string; advice: string }>;

/** The meaning in one line, for the message of an error. */
export function joinMeaning({ what, advice }: Meaning): string {
  const todo = advice.charAt(0).toLowerCase() + advice.slice(1);
  return `${what}: ${todo.replace(/\.$/, '')}`;
}

/** The known messages and codes of a failure, and the status if there was one. */
export function findMeaning(words: string, status?: number): Meaning | undefined {
  if (agentAnswer.test(words)) return agentFound;
  if (/HTTP request (was sent )?to (an )?HTTPS (server|port)/i.test(words)) return httpsWanted;
  const isTls = /\b(SSL|TLS|EPROTO|CERT|SELF_SIGNED|UNABLE_TO|certificate)/i.test(words);
  const tls = isTls ? tlsMeanings.find(([pattern]) => pattern.test(words)) : undefined;
  if (tls !== undefined) return tls[1];
  const answered = status === undefined ? undefined : statusMeanings[status];
  if (answered !== undefined) return { ...answered, what: `${answered.what} (HTTP ${status})` };
  return tenantMissing.test(words) ? tenantWanted : undefined;
}

/** TLS errors contain OpenSSL's internals. Each of them has one of a few meanings. */
const tlsMeanings: readonly (readonly [RegExp, Meaning])[] = [
  [
    /WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|wrong version number|packet length|record layer failure|HTTP_REQUEST/i,
    {
      what: 'The server at prometheus.url does not speak TLS',
      advice: 'Use http:// in prometheus.url, or the port that serves TLS.',
    },
  ],
  [
    /certificate required|bad certificate|handshake failure|ALERT_CERTIFICATE_REQUIRED|HANDSHAKE_FAILURE/i,
    {
      what: 'Prometheus ended the TLS handshake: it may require a client certificate, which Jobwatch does not have',
      advice:
        'Authenticate with a token or a password (prometheus.auth), or put a proxy in front of it.',
    },
  ],
  [
    /protocol version|UNSUPPORTED_PROTOCOL/i,
    {
      what: 'Prometheus only speaks versions of TLS that are not accepted here',
      advice: 'Serve TLS 1.2 or 1.3.',
    },
  ],
  [
    /CERT_HAS_EXPIRED|certificate has expired/i,
    {
      what: 'The certificate of Prometheus has expired',
      advice: 'Renew the certificate.',
    },
  ],
  [
    /ALTNAME_INVALID|altnames/i,
    {
      what: 'The certificate of Prometheus is for a different name than the one in prometheus.url',
      advice: 'Use the name in the certificate, or get a certificate for this name.',
    },
  ],
  [
    /SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|self.signed|unable to verify/i,
    {
      what: 'The certificate of Prometheus comes from an authority that is not trusted here',
      advice: 'Name its authority in the configuration (prometheus.certificateAuthority).',
    },
  ],
];

/** Prometheus in agent mode, and vmagent: they collect samples and store none. */
export const agentAnswer = /unavailable with Prometheus Agent|unsupported path requested/i;

const agentFound: Meaning = {
  what: 'The server at prometheus.url is an agent, which stores no data that could be queried',
  advice: 'Use the address of the server that the agent writes to (remote_write).',
};

const httpsWanted: Meaning = {
  what: 'The server at prometheus.url only speaks TLS',
  advice: 'Use https:// in prometheus.url.',
};

// Errors about limits name the tenant too, but the tenant is not missing then.
const tenantMissing =
  /no org id|X-Scope-OrgID|(no|missing|without)\b.{0,20}tenant|tenant.{0,30}(missing|required|not (set|given|found))/i;

const tenantWanted: Meaning = {
  what: 'Prometheus requires a tenant',
  advice: 'Set its header: prometheus: { …, headers: { X-Scope-OrgID: … } }.',
};

const statusMeanings: Readonly<Record<number, Meaning>> = {
  405: {
    what: 'A proxy in front of Prometheus rejects POST',
    advice:
      'Allow POST for /api/v1/query and /api/v1/query_range: queries may be longer than a URL.',
  },
  413: {
    what: 'A proxy in front of Prometheus rejects requests of this size',
    advice: 'Raise its limit to 16 KB (nginx: client_max_body_size).',
  },
  414: {
    what: 'A proxy in front of Prometheus rejects URLs of this length',
    advice: 'Let it pass on POST unchanged, instead of as GET.',
  },
};
