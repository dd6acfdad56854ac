/** Finished markup: well-formed, with every text in it escaped. */
export type Markup = Readonly<{ markup: string }>;

export type Child = Markup | string | number | undefined;

type Attributes = Readonly<Record<string, string | number | undefined>>;

/** One element. Strings among its children and attributes are text and are escaped here. */
export function element(name: string, attributes: Attributes, ...children: Child[]): Markup {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escapeText(String(value))}"`)
    .join('');
  const content = children.map(writeContent).join('');
  return { markup: `<${name}${written}>${content}</${name}>` };
}

/** A place at which a line may be broken. */
export const wordBreak: Markup = { markup: '<wbr/>' };

/** Several pieces side by side. */
export function together(children: readonly Child[]): Markup {
  return { markup: children.map(writeContent).join('') };
}

function writeContent(child: Child): string {
  if (child === undefined) return '';
  return typeof child === 'object' ? child.markup : escapeText(String(child));
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Any text as HTML and XML text or attribute value. Characters that XML does not allow, and those
 * that would change the direction of the text around them, become U+FFFD. This is the only place
 * where text becomes markup.
 */
export function escapeText(text: string): string {
  return text
    .toWellFormed()
    .replace(
      // biome-ignore lint/suspicious/noControlCharactersInRegex: job names are untrusted text
      /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/g,
      '\ufffd',
    )
    .replace(/[&<>"']/g, char => entities[char] ?? '');
}

/** A name cut to this many characters; names are untrusted and may be of any length. */
export function shorten(name: string, most: number): string {
  if (name.length <= most) return name;
  return `${[...name.slice(0, 2 * most)].slice(0, most - 1).join('')}…`;
}
