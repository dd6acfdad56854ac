import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../config/config.ts';
import { DeployedError } from '../deployed/deployed-error.ts';
import type { DeployedService } from '../deployed/deployed-service.ts';
import type { StoredMute } from '../deployed/mutes.ts';

/** As often as the page draws the present. */
const everyMilliseconds = 60_000;

/** The mutes of the deployed service, as they were read last. */
type MuteWatcher = Readonly<{
  list: () => readonly StoredMute[];
  /** Begins to read them, every minute, for as long as the service can be asked. Never rejects. */
  start: () => void;
  stop: () => void;
}>;

type Settings = Readonly<{
  /** In Unix seconds. */
  now: () => number;
  open?: (config: Config) => Promise<DeployedService>;
}>;

/** Without an account or a deployed service there are no mutes, and nothing is said of it. */
export function watchMutes(config: Config, { now, open = openLater }: Settings): MuteWatcher {
  let known: readonly StoredMute[] = [];
  const stopped = new AbortController();
  const { signal } = stopped;
  const watch = async () => {
    const deployed = await open(config);
    signal.addEventListener('abort', deployed.close);
    while (!signal.aborted) {
      known = await deployed.readMutes(now()).catch(error => {
        if (!mayPass(error)) throw error;
        return known;
      });
      await sleep(everyMilliseconds, undefined, { signal, ref: false });
    }
  };
  return {
    list: () => known,
    start: () => void watch().catch(() => undefined),
    stop: () => stopped.abort(),
  };
}

/** The SDK's clients load slowly: the first picture does not wait for them. */
async function openLater(config: Config): Promise<DeployedService> {
  const { openDeployedService } = await import('../deployed/deployed-service.ts');
  return openDeployedService(config);
}

/** Without an account, a permission or a deployed service, asking again changes nothing. */
function mayPass(error: unknown): boolean {
  return !(error instanceof DeployedError) || error.code === 'unreachable';
}
