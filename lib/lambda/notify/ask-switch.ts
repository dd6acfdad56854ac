/** A heartbeat service answers in tens of milliseconds; the next minute asks again. */
const timeoutMilliseconds = 5_000;

/**
 * Tells an outside heartbeat service that all is well. Says whether it took it; its address is a
 * secret and is in no message.
 */
export async function askSwitch(url: string): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(timeoutMilliseconds);
    const response = await fetch(url, { signal, redirect: 'manual' });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
