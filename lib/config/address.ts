import { BlockList, isIP } from 'node:net';

const near = new BlockList();
near.addSubnet('127.0.0.0', 8, 'ipv4');
near.addAddress('::1', 'ipv6');
// RFC 1918 and RFC 4193: addresses that the internet does not route.
near.addSubnet('10.0.0.0', 8, 'ipv4');
near.addSubnet('172.16.0.0', 12, 'ipv4');
near.addSubnet('192.168.0.0', 16, 'ipv4');
near.addSubnet('fc00::', 7, 'ipv6');

/**
 * Whether plain HTTP to a URL's host stays on this machine or a private network: loopback, private
 * addresses, `*.local`, `*.internal` and names without a dot, which only a local resolver knows.
 */
export function isNearHost(hostname: string): boolean {
  const host = hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase();
  const family = isIP(host);
  if (family !== 0) return near.check(host, family === 4 ? 'ipv4' : 'ipv6');
  return !host.includes('.') || /\.(?:local|internal|localhost)$/.test(host);
}

/** Parses an http or https URL without credentials or fragment. Gives `undefined` for other texts. */
export function parseWebUrl(text: string): URL | undefined {
  if (!/^https?:\/\/[^\s#\\]+$/i.test(text)) return undefined;
  const url = URL.parse(text);
  return url === null || url.username !== '' || url.password !== '' ? undefined : url;
}

/** Parses Prometheus's base URL and removes a trailing slash. Gives `undefined` for other texts. */
export function parseBaseUrl(text: string): string | undefined {
  if (text.includes('?')) return undefined;
  return parseWebUrl(text)?.href.replace(/\/+$/, '');
}
