import { expect, test } from 'vitest';
import { createScreen, printable } from '../../lib/cli/terminal.ts';

const red = '\u001b[31mx\u001b[39m';

test('there are colours on a terminal, and none in a pipe', () => {
  expect(styleRed({ isTTY: true }, {})).toBe(red);
  expect(styleRed({ isTTY: false }, {})).toBe('x');
});

test('NO_COLOR turns colours off, and FORCE_COLOR turns them on again', () => {
  expect(styleRed({ isTTY: true }, { NO_COLOR: '1' })).toBe('x');
  expect(styleRed({ isTTY: false }, { FORCE_COLOR: '1' })).toBe(red);
  expect(styleRed({ isTTY: true }, { NO_COLOR: '1', FORCE_COLOR: '1' })).toBe(red);
});

test('FORCE_COLOR=0 and a dumb terminal have no colours, and an empty NO_COLOR has no effect', () => {
  expect(styleRed({ isTTY: true }, { FORCE_COLOR: '0' })).toBe('x');
  expect(styleRed({ isTTY: true }, { TERM: 'dumb' })).toBe('x');
  expect(styleRed({ isTTY: true }, { NO_COLOR: '' })).toBe(red);
});

test('a screen is as wide as the terminal, or as COLUMNS says, or 80 columns', () => {
  expect(createScreen(streamWith({ columns: 132 }), {}).columns).toBe(132);
  expect(createScreen(streamWith({}), { COLUMNS: '50' }).columns).toBe(50);
  expect(createScreen(streamWith({}), {}).columns).toBe(80);
});

test('no name moves the cursor or changes the writing direction', () => {
  expect(printable('a\u001b[31m\nb\u202e')).toBe('a\\u{1b}[31m\\u{a}b\\u{202e}');
});

type Environment = Readonly<Record<string, string>>;

function styleRed(stream: Partial<NodeJS.WriteStream>, env: Environment): string {
  return createScreen(streamWith(stream), env).style('red', 'x');
}

function streamWith(some: Partial<NodeJS.WriteStream>): NodeJS.WriteStream {
  return some as NodeJS.WriteStream;
}
