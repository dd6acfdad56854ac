const token =
  /<(?<close>\/)?(?<name>[a-z][a-z0-9-]*)(?<attributes>(?:\s[A-Za-z][\w:-]*="[^"<]*")*)\s*(?<empty>\/)?>|(?<text>[^<]+)/gy;
const entity = /&(?!(?:amp|lt|gt|quot|#39);)/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: characters that XML 1.0 does not allow
const unfit = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

/** Elements in order, or the first error of a text as XML. */
export function listElements(xml: string): string[] {
  if (!xml.isWellFormed() || unfit.test(xml)) throw new Error('a character that XML cannot hold');
  const open: string[] = [];
  const names: string[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < xml.length) {
    const from = token.lastIndex;
    const { close, name, attributes, empty, text } = token.exec(xml)?.groups ?? {};
    if (name === undefined && text === undefined)
      throw new Error(`at ${xml.slice(from, from + 60)}`);
    if (entity.test(text ?? attributes ?? '')) throw new Error(`a bare & at ${from}`);
    if (text !== undefined && open.length === 0) throw new Error(`text outside at ${from}`);
    if (name === undefined) continue;
    if (close === undefined) {
      if (open.length === 0 && names.length > 0) throw new Error('more than one root');
      if (empty === undefined) open.push(name);
      names.push(name);
    } else if (open.pop() !== name) throw new Error(`</${name}> closes something else`);
  }
  if (open.length > 0) throw new Error(`${open.join(', ')} stay open`);
  return names;
}
