import { stripVTControlCharacters, styleText } from 'node:util';

/** A place to write to; `isTerminal` tells whether a person looks at it. */
export type Screen = Readonly<{
  write: (text: string) => void;
  isTerminal: boolean;
  style: (style: Style, text: string) => string;
}>;

export type Style = 'red' | 'yellow' | 'green' | 'dim' | 'bold';

/** Colours only for a terminal, and not where NO_COLOR is set (https://no-color.org). */
export function screenOf(stream: NodeJS.WriteStream): Screen {
  const isTerminal = stream.isTTY === true;
  return {
    write: text => {
      stream.write(text);
    },
    isTerminal,
    style: (style, text) => (isTerminal ? styleText(style, text, { stream }) : text),
  };
}

/**
 * Untrusted text on one line of a terminal: control characters, line breaks and characters that
 * turn the writing direction are spelt out, so that no job name moves the cursor.
 */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, char => {
    const code = char.codePointAt(0) ?? 0;
    return `\\u{${code.toString(16)}}`;
  });
}

/** How many columns a text takes: East Asian wide characters and most emoji take two. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const char of stripVTControlCharacters(text)) {
    if (/\p{Mn}|\p{Me}/u.test(char)) continue;
    columns += widePattern.test(char) ? 2 : 1;
  }
  return columns;
}

const widePattern =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;
