import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** A request as it was passed to the SDK, by the names of AWS's own service models. */
export type AwsRequest = Readonly<{ service: string; operation: string; input: unknown }>;

type Stack = Readonly<{ add: (middleware: unknown, options: unknown) => void }>;

type Context = Readonly<{ commandName?: string }>;

/** Records the requests of a client and answers them; nothing reaches a network. */
export function captureRequests(
  client: Readonly<{ middlewareStack: object }>,
  service: string,
  answers: Readonly<Record<string, object>> = {},
): AwsRequest[] {
  const requests: AwsRequest[] = [];
  const middleware =
    (_next: unknown, { commandName = '' }: Context) =>
    async ({ input }: Readonly<{ input: unknown }>) => {
      const operation = commandName.replace(/Command$/, '');
      requests.push({ service, operation, input });
      return { output: { $metadata: {}, ...answers[operation] }, response: {} };
    };
  // Every client has its own types for it.
  const stack = client.middlewareStack as Stack;
  stack.add(middleware, { step: 'initialize', priority: 'high' });
  return requests;
}

const checker = fileURLToPath(new URL('check_requests.py', import.meta.url));

/** What AWS's own models would reject, one line each. */
export function findInvalid(requests: readonly AwsRequest[]): string[] {
  const input = JSON.stringify(requests);
  const ran = spawnSync('python3', [checker], { input, encoding: 'utf8' });
  if (ran.status !== 0)
    throw new Error(`botocore is needed (python3 -m pip install botocore): ${ran.stderr}`);
  return ran.stdout.split('\n').filter(line => line !== '');
}
