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
      what: 'What answers at prometheus.url does not speak TLS',
      advice: 'Write http:// in prometheus.url, or the port at which TLS is served.',
    },
  ],
  [
    /certificate required|bad certificate|handshake failure|ALERT_CERTIFICATE_REQUIRED|HANDSHAKE_FAILURE/i,
    {
      what: 'Prometheus ended the TLS handshake: it may want a client certificate, which Jobwatch has none of',
      advice: 'Let it in by a token or a password (prometheus.auth), or put a proxy before it.',
    },
  ],
  [
    /protocol version|UNSUPPORTED_PROTOCOL/i,
    {
      what: 'Prometheus speaks only versions of TLS that are not accepted here',
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
      what: 'The certificate of Prometheus is for another name than that in prometheus.url',
      advice: 'Write the name that the certificate has, or have it made for this one.',
    },
  ],
  [
    /SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|self.signed|unable to verify/i,
    {
      what: 'The certificate of Prometheus is of no authority that is trusted here',
      advice: 'Name its authority in the config (prometheus.certificateAuthority).',
    },
  ],
];

/** Prometheus in agent mode, and vmagent: they collect samples and store none. */
export const agentAnswer = /unavailable with Prometheus Agent|unsupported path requested/i;

const agentFound: Meaning = {
  what: 'What answers at prometheus.url is an agent, which stores nothing that could be asked for',
  advice: 'Write the address of the server that the agent writes to (remote_write).',
};

const httpsWanted: Meaning = {
  what: 'What answers at prometheus.url speaks TLS only',
  advice: 'Write https:// in prometheus.url.',
};

// Errors about limits name the tenant too, but the tenant is not missing then.
const tenantMissing =
  /no org id|X-Scope-OrgID|(no|missing|without)\b.{0,20}tenant|tenant.{0,30}(missing|required|not (set|given|found))/i;

const tenantWanted: Meaning = {
  what: 'Prometheus wants to know the tenant',
  advice: 'Set its header: prometheus: { …, headers: { X-Scope-OrgID: … } }.',
};

const statusMeanings: Readonly<Record<number, Meaning>> = {
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
