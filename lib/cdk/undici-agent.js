// What the bundles hold in the place of `undici`: its Agent and `request`. The package's own index
// pulls in fetch, WebSocket, caches and mocks, some 260 kB that every cold start would read.
// The path is relative because the alias would catch the package's name.

import askOnce from '../../node_modules/undici/lib/api/api-request.js';
import Agent from '../../node_modules/undici/lib/dispatcher/agent.js';
import Dispatcher from '../../node_modules/undici/lib/dispatcher/dispatcher.js';

Dispatcher.prototype.request = askOnce;

export { Agent };

const agent = new Agent();

/** As the package's own `request`, for an absolute URL and a dispatcher of one's own or none. */
export function request(url, { dispatcher = agent, ...options }) {
  const { origin, pathname, search } = new URL(url);
  return dispatcher.request({ ...options, origin, path: `${pathname}${search}` });
}
