import type { Connection } from '../../lib/config/config.ts';
import { authorizeWith } from '../../lib/prometheus/auth.ts';
import {
  type ClientOptions,
  createPrometheus,
  type Prometheus,
} from '../../lib/prometheus/client.ts';
import { PrometheusError } from '../../lib/prometheus/errors.ts';
import type { Answer } from './server.ts';

const anonymous = authorizeWith({ kind: 'none' }, async () => '');
const opened: Prometheus[] = [];

/** Closes every client that `openClient` has made. */
export async function closeClients(): Promise<void> {
  await Promise.all(opened.splice(0).map(client => client.close()));
}

export function openClient(
  connection: Connection,
  options: Partial<ClientOptions> = {},
): Prometheus {
  const client = createPrometheus(connection, { authorize: anonymous, ...options });
  opened.push(client);
  return client;
}

/** The error of a rejected call; throws if the call succeeds. */
export async function findFault(asked: Promise<unknown>): Promise<PrometheusError> {
  const error = await asked.then(
    () => new Error('it was answered'),
    error => error,
  );
  if (!(error instanceof PrometheusError)) throw error;
  return error;
}

/** An answer with one series, and its content. */
export const vector =
  '{"status":"success","data":{"resultType":"vector","result":[{"metric":{"job":"a"},"value":[60,"2.5"]}]}}';

export const json = (
  status: number,
  body: object | string,
  headers: Record<string, string> = {},
): Answer => {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return response => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text);
  };
};

export const refusal = (errorType: string, error: string) => ({
  status: 'error',
  errorType,
  error,
});
