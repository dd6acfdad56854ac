import type { Config, Connection, Recipients, SecretReference } from '../config/config.ts';

/** A secret that a configuration refers to, and where: `prometheus.headers.X-Api-Key`. */
export type NamedSecret = Readonly<{ path: string; secret: SecretReference }>;

/** What a request to Prometheus needs: the judge and the widget read it. */
export function findConnectionSecrets({ auth, headers }: Connection): NamedSecret[] {
  const ofHeaders = Object.entries(headers).flatMap(([name, secret]) =>
    typeof secret === 'string' ? [] : [{ path: `prometheus.headers.${name}`, secret }],
  );
  switch (auth.kind) {
    case 'basic':
      return [{ path: 'prometheus.auth', secret: auth.password }, ...ofHeaders];
    case 'bearer':
      return [{ path: 'prometheus.auth', secret: auth.token }, ...ofHeaders];
    default:
      return ofHeaders;
  }
}

/** Every secret of a configuration, in the order of its keys. */
export function findSecrets(config: Config): NamedSecret[] {
  return [...findConnectionSecrets(config.connection), ...findChannelSecrets(config)];
}

/** The secrets of the notifier's channels and of the dead man's switch. */
export function findChannelSecrets({ notify, deadMansSwitch }: Config): NamedSecret[] {
  return [
    ...listChannelSecrets('notify', notify),
    ...notify.routes.flatMap((route, index) =>
      listChannelSecrets(`notify.routes[${index}]`, route),
    ),
    ...(deadMansSwitch === undefined ? [] : [{ path: 'deadMansSwitch', secret: deadMansSwitch }]),
  ];
}

function listChannelSecrets(path: string, recipients: Recipients): NamedSecret[] {
  return (['warning', 'critical'] as const).flatMap(severity =>
    recipients[severity].flatMap(destination =>
      'secret' in destination
        ? [{ path: `${path}.${severity}.${destination.kind}`, secret: destination.secret }]
        : [],
    ),
  );
}
