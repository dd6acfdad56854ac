import { stripVTControlCharacters, styleText } from 'node:util';

/** A place to write to. */
export type Screen = Readonly<{
  write: (text: string) => void;
  /** Whether it is a terminal. */
  isTerminal: boolean;
  /** Its width, in characters. */
  columns: number;
  style: (style: Style, text: string) => string;
}>;

export type Style = 'red' | 'yellow' | 'green' | 'dim' | 'bold';

/** The width if the terminal does not report one. */
const usualColumns = 80;

type Environment = Readonly<Record<string, string | undefined>>;

export function createScreen(stream: NodeJS.WriteStream, env: Environment = process.env): Screen {
  const isTerminal = stream.isTTY === true;
  const isColored = findColored(isTerminal, env);
  return {
    write: text => {
      stream.write(text);
    },
    isTerminal,
    columns: stream.columns ?? (Number(env.COLUMNS) || usualColumns),
    style: (style, text) => (isColored ? styleText(style, text, { validateStream: false }) : text),
  };
}

/**
 * FORCE_COLOR has priority, as in Node, then NO_COLOR (https://no-color.org). Without them there are
 * colours on a terminal only.
 */
function findColored(isTerminal: boolean, { FORCE_COLOR, NO_COLOR, TERM }: Environment): boolean {
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false;
  return isTerminal && TERM !== 'dumb';
}

/**
 * Untrusted text on one line of a terminal. Control characters, line breaks and characters that
 * change the writing direction are escaped, so that no job name moves the cursor.
 */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, char => {
    const code = char.codePointAt(0) ?? 0;
    return `\\u{${code.toString(16)}}`;
  });
}

/** How many columns a text takes: East Asian wide characters and most emoji take two. */
export function measureColumns(text: string): number {
  let columns = 0;
  for (const char of stripVTControlCharacters(text)) {
    if (/\p{Mn}|\p{Me}/u.test(char)) continue;
    columns += widePattern.test(char) ? 2 : 1;
  }
  return columns;
}

const widePattern =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;
