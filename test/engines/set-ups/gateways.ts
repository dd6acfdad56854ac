import { startApplication } from './application.ts';
import {
  type Environment,
  type Examination,
  makeIdentity,
  scrape,
  startBefore,
  startPlain,
  writeScraped,
} from './environment.ts';
import { startServer } from './servers.ts';

/** Lines of nginx in front of a Prometheus at `url`, with these in its location. */
const before = (url: string, lines = '') =>
  `server { listen 127.0.0.1:PORT; location / { ${lines} proxy_pass ${url}; } }`;

export async function startWithoutPost(environment: Environment): Promise<Examination> {
  const { url } = await startPlain(environment);
  return startBefore(environment, before(url, 'if ($request_method = POST) { return 405; }'));
}

export async function startWithSmallBodies(environment: Environment): Promise<Examination> {
  const { url } = await startPlain(environment);
  return startBefore(environment, before(url, 'client_max_body_size 50;'));
}

/**
 * A gateway that turns every POST into a GET, and a server behind it that accepts only short URLs.
 */
export async function startWithShortUrls(environment: Environment): Promise<Examination> {
  const { url } = await startPlain(environment);
  const short = await startBefore(
    environment,
    `client_header_buffer_size 512; large_client_header_buffers 1 512; ${before(url)}`,
  );
  const get = `set $long ""; if ($request_method = POST) { set $long "?q=${'x'.repeat(600)}"; }
    proxy_method GET; proxy_pass_request_body off; proxy_set_header Content-Length "";`;
  const lines = before(`${short.url}$uri$is_args$args$long`, get);
  return startBefore(environment, lines);
}

/** The answer of Mimir, Cortex and Grafana Cloud to a request without a tenant. */
export async function startWithTenants(environment: Environment): Promise<Examination> {
  const { url } = await startPlain(environment);
  return startBefore(
    environment,
    before(url, 'if ($http_x_scope_orgid = "") { return 401 "no org id"; }'),
  );
}

/** A Prometheus that serves TLS, queried without TLS. */
export async function startWithTls(environment: Environment): Promise<Examination> {
  const { key, cert } = await makeIdentity();
  const settings = { tls_server_config: { cert_file: 'cert.pem', key_file: 'key.pem' } };
  const files = { 'cert.pem': cert, 'key.pem': key, 'web.json': JSON.stringify(settings) };
  const flags = ['--web.config.file=DIRECTORY/web.json'];
  const { url } = await startPlain(environment, { files, flags });
  return { url };
}

/** A Prometheus without TLS, queried with TLS. */
export async function startWithoutTls(environment: Environment): Promise<Examination> {
  const { port } = await startPlain(environment);
  return { url: `https://127.0.0.1:${port}` };
}

/** Two Prometheus servers that scrape the same, each with its own disk, behind one address. */
export async function startBalancedPair(environment: Environment): Promise<Examination> {
  const { two, keep } = environment;
  const { target } = await keep(startApplication());
  const past = writeScraped(target);
  const config = { scrape_configs: [scrape('app', [target])] };
  const first = await keep(startServer(two, { config, past }));
  const second = await keep(startServer(two, { config, past }));
  const servers = [first, second].map(({ port }) => `server 127.0.0.1:${port};`).join(' ');
  return startBefore(environment, `upstream pair { ${servers} } ${before('http://pair')}`);
}
