/** Shorter values would also match in unrelated places, such as the names of metrics. */
const shortestMasked = 4;

/** Headers that every request has and that are not secret. */
const open: ReadonlySet<string> = new Set([
  'accept',
  'accept-encoding',
  'content-type',
  'host',
  'user-agent',
  'x-amz-content-sha256',
  'x-amz-date',
]);

/**
 * A text without the values of its request's headers. A proxy that quotes the request would
 * otherwise put them into errors and the log. Every configured header may be a credential.
 */
export function maskCredentials(text: string, headers: Readonly<Record<string, string>>): string {
  return Object.entries(headers)
    .filter(([name]) => !open.has(name.toLowerCase()))
    .flatMap(([, value]) => spell(value))
    .filter(form => form.length >= shortestMasked)
    .sort((a, b) => b.length - a.length)
    .reduce((masked, form) => masked.replaceAll(form, '***'), text);
}

/**
 * As sent, as wrapped by a scheme or basic authentication, and as encoded in JSON, HTML and URLs.
 */
function spell(value: string): string[] {
  const space = value.indexOf(' ');
  const forms = [value, space < 0 ? value : value.slice(space + 1)];
  if (/^basic /i.test(value)) {
    const pair = Buffer.from(value.slice(space + 1), 'base64').toString('utf8');
    forms.push(pair, pair.slice(pair.indexOf(':') + 1));
  }
  return forms.flatMap(form => [
    form,
    JSON.stringify(form).slice(1, -1),
    escapeHtml(form),
    encodeURIComponent(form.toWellFormed()),
  ]);
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, character => entities[character] ?? character);
}
