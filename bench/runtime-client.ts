// A runtime client like Lambda's own: it loads the handler, then repeatedly fetches an event, runs
// the handler and sends its result back. It loads only Node's `http`.

import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const { AWS_LAMBDA_RUNTIME_API: api = '', LAMBDA_TASK_ROOT: root = '.' } = process.env;
const agent = new Agent({ keepAlive: true });

const { handler } = await import(pathToFileURL(join(root, 'index.mjs')).href);

for (;;) {
  const { id, body } = await call('GET', 'next', '');
  const [path, answer] = await runHandler(body);
  await call('POST', `${id}/${path}`, answer);
}

async function runHandler(event: string): Promise<[path: string, body: string]> {
  try {
    return ['response', JSON.stringify((await handler(JSON.parse(event), {})) ?? null)];
  } catch (error) {
    return ['error', String(error instanceof Error ? error.stack : error)];
  }
}

type Called = Readonly<{ id: string; body: string }>;

function call(method: string, path: string, body: string): Promise<Called> {
  const url = `http://${api}/2018-06-01/runtime/invocation/${path}`;
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, agent }, response => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => {
        resolve({ id: String(response.headers['lambda-runtime-aws-request-id']), body: text });
      });
    });
    sent.on('error', reject).end(body);
  });
}
