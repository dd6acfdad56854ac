/** A part this short may be an ordinary word. */
const shortest = 8;

/** The text without any secret, and without the path of a secret address or a part of it. */
export function maskSecrets(text: string, secrets: readonly string[]): string {
  const parts = secrets.flatMap(secret => [secret, ...listParts(secret)]);
  const maskable = parts.filter(part => part.length >= shortest);
  return maskable
    .sort((a, b) => b.length - a.length)
    .reduce((masked, part) => masked.replaceAll(part, '***'), text);
}

function listParts(secret: string): string[] {
  const url = URL.parse(secret);
  if (url === null) return [];
  const query = [...url.searchParams.values()];
  return [`${url.pathname}${url.search}`, ...url.pathname.split('/'), ...query, url.password];
}
