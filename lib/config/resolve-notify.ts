import {
  type ChannelKind,
  channelKinds,
  type Destination,
  type Notify,
  type Recipients,
} from './config.ts';
import { defaultRemind } from './defaults.ts';
import { resolveSecret } from './resolve-secret.ts';
import type { DestinationInput, NotifyInput } from './schema-notify.ts';
import type { SecretInput } from './schema-secret.ts';

/** Resolves recipients. A secret's file is relative to the configuration's directory. */
export function resolveNotify(input: NotifyInput | undefined, baseDirectory: string): Notify {
  const recipients = resolveRecipients(input ?? {}, noRecipients, baseDirectory);
  const routes = (input?.routes ?? []).map(route => ({
    jobs: route.jobs,
    ...resolveRecipients(route, recipients, baseDirectory),
  }));
  const { warning, critical } = input?.remind ?? {};
  const remind = {
    warningSeconds: resolveReminder(warning, defaultRemind.warningSeconds),
    criticalSeconds: resolveReminder(critical, defaultRemind.criticalSeconds),
  };
  return { ...recipients, routes, remind };
}

// Without recipients, alarms still change state.
const noRecipients: Recipients = { warning: [], critical: [] };

type RecipientsInput = Pick<NotifyInput, 'warning' | 'critical'>;

function resolveRecipients(
  { warning, critical }: RecipientsInput,
  byDefault: Recipients,
  baseDirectory: string,
): Recipients {
  const resolve = (list: readonly DestinationInput[]) => resolveDestinations(list, baseDirectory);
  return {
    warning: warning === undefined ? byDefault.warning : resolve(warning),
    critical: critical === undefined ? byDefault.critical : resolve(critical),
  };
}

const resolveReminder = (seconds: number | false | undefined, byDefaultSeconds: number) =>
  seconds === false ? undefined : (seconds ?? byDefaultSeconds);

/** All mail addresses are one destination, which comes first. */
function resolveDestinations(
  list: readonly DestinationInput[],
  baseDirectory: string,
): Destination[] {
  const addresses = list.filter(entry => typeof entry === 'string');
  const others = list.flatMap(entry => {
    if (typeof entry === 'string') return [];
    return 'topicArn' in entry
      ? [{ kind: 'topic', topicArn: entry.topicArn } as const]
      : resolveChannels(entry, baseDirectory);
  });
  return addresses.length === 0 ? others : [{ kind: 'mail', addresses }, ...others];
}

function resolveChannels(
  entry: Readonly<Partial<Record<ChannelKind, SecretInput>>>,
  baseDirectory: string,
): Destination[] {
  return channelKinds.flatMap(kind => {
    const secret = entry[kind];
    return secret === undefined ? [] : [{ kind, secret: resolveSecret(secret, baseDirectory) }];
  });
}
