import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../config/config.ts';
import { DeployedError } from '../deployed/deployed-error.ts';
import type { DeployedService } from '../deployed/deployed-service.ts';
import type { StoredMute } from '../deployed/mutes.ts';

/** As often as the page is refreshed. */
const everyMilliseconds = 60_000;

/** The mutes of the deployed service, as last read. */
type MuteWatcher = Readonly<{
  list: () => readonly StoredMute[];
  /** Reads them every minute, for as long as the service can be reached. Never rejects. */
  start: () => void;
  stop: () => void;
}>;

type Settings = Readonly<{
  /** In Unix seconds. */
  now: () => number;
  open?: (config: Config) => Promise<DeployedService>;
}>;

/** Without an account or a deployed service there are no mutes, and no error. */
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

/** The SDK's clients load slowly, so the first view does not wait for them. */
async function openLater(config: Config): Promise<DeployedService> {
  const { openDeployedService } = await import('../deployed/deployed-service.ts');
  return openDeployedService(config);
}

/** Without an account, a permission or a deployed service, another attempt changes nothing. */
function mayPass(error: unknown): boolean {
  return !(error instanceof DeployedError) || error.code === 'unreachable';
}
