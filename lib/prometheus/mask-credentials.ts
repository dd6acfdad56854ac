/** Shorter ones would also be found where they are not meant, as in the names of metrics. */
const shortestMasked = 8;

const carriers = ['authorization', 'x-amz-security-token'];

/**
 * An answer's text without the credentials of its request: a proxy that quotes what it was sent
 * would put them into errors, and so into the log.
 */
export function maskCredentials(text: string, headers: Readonly<Record<string, string>>): string {
  return Object.entries(headers)
    .filter(([name]) => carriers.includes(name.toLowerCase()))
    .flatMap(([, value]) => formsOf(value))
    .filter(form => form.length >= shortestMasked)
    .reduce((masked, form) => masked.replaceAll(form, '***'), text);
}

/** As it was sent, as JSON spells it, and what basic authentication wraps. Longest first. */
function formsOf(value: string): string[] {
  const space = value.indexOf(' ');
  const plain = space < 0 ? value : value.slice(space + 1);
  const forms = [plain];
  if (/^basic /i.test(value)) {
    const pair = Buffer.from(plain, 'base64').toString('utf8');
    forms.push(pair, pair.slice(pair.indexOf(':') + 1));
  }
  return forms.flatMap(form => [JSON.stringify(form).slice(1, -1), form]);
}
