/**
 * Why a message was not delivered: `no-readers` nobody would get it, `bad-address` it cannot be sent at all, `unreachable` no answer
 * or a broken one, `timeout` no answer in time, `rate-limited` 429, `server-error` 5xx, `rejected`
 * any other status, `failed` a fault in the channel's code.
 */
export type DeliveryFault =
  | 'no-readers'
  | 'bad-address'
  | 'unreachable'
  | 'timeout'
  | 'rate-limited'
  | 'server-error'
  | 'rejected'
  | 'failed';

/** The result of a delivery. `problem` is for a log and contains no address and no secret. */
export type DeliveryResult =
  | Readonly<{ ok: true; attempts: number }>
  | Readonly<{
      ok: false;
      code: DeliveryFault;
      problem: string;
      attempts: number;
      status?: number;
    }>;

/** A delivery that can be started; it should not reject. */
type Delivery = Readonly<{ destination: string; deliver: () => Promise<DeliveryResult> }>;

/**
 * Starts all deliveries at once. One that fails or hangs does not delay the others. Never rejects.
 */
export async function deliverTogether(
  deliveries: readonly Delivery[],
): Promise<Readonly<{ destination: string; result: DeliveryResult }>[]> {
  return Promise.all(
    deliveries.map(async ({ destination, deliver }) => {
      try {
        return { destination, result: await deliver() };
      } catch (error) {
        const name = error instanceof Error ? error.name : typeof error;
        const problem = `the channel threw ${name}`;
        return {
          destination,
          result: { ok: false, code: 'failed', problem, attempts: 1 } as const,
        };
      }
    }),
  );
}
