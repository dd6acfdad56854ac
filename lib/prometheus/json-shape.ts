/** No answer of the HTTP API is nested deeper than nine levels. */
const deepest = 32;

/** The densest part of an answer, a row without labels, has ten characters per bracket or brace. */
const charactersEach = 8;

/** Short texts may have any shape, because they cost nothing. */
const shortest = 4096;

const [quote, backslash] = ['"'.charCodeAt(0), '\\'.charCodeAt(0)];
const [openList, openMap] = ['['.charCodeAt(0), '{'.charCodeAt(0)];
const [closeList, closeMap] = [']'.charCodeAt(0), '}'.charCodeAt(0)];

/**
 * Whether the brackets of a JSON text show that it cannot be an answer: it is nested too deeply, or
 * consists mostly of brackets. The parser needs about 50 bytes for each, so four million brackets,
 * a few kilobytes in gzip, would cost 200 MB before they are rejected.
 */
export function isMadeOfBrackets(text: string): boolean {
  let depth = 0;
  let opened = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === quote) index = endOfString(text, index);
    else if (code === openList || code === openMap) {
      depth += 1;
      opened += 1;
      if (depth > deepest) return true;
    } else if (code === closeList || code === closeMap) depth -= 1;
  }
  return text.length > shortest && opened * charactersEach > text.length;
}

/** Index of the quote that ends a string; of the text's end if there is none. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end !== -1 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end === -1 ? text.length : end;
}

function isEscaped(text: string, quoteIndex: number): boolean {
  let first = quoteIndex;
  while (text.charCodeAt(first - 1) === backslash) first -= 1;
  return (quoteIndex - first) % 2 === 1;
}
