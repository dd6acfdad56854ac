/** A heartbeat service answers in tens of milliseconds; the next call comes in a minute. */
const timeoutMilliseconds = 5_000;

/**
 * Calls an outside heartbeat service while Jobwatch works. Returns whether the service accepted the
 * call. Its address is a secret and is in no message.
 */
export async function callSwitch(url: string): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(timeoutMilliseconds);
    const response = await fetch(url, { signal, redirect: 'manual' });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
