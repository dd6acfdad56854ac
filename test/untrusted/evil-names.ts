/** Job names as an application may have them, each with what it tries to break. */
export const evilNames: Readonly<Record<string, string>> = {
  'ends a PromQL string': 'a"} or vector(1) or up{x="',
  'is a regular expression': '.*|(a+)+$',
  'ends with a backslash': 'path\\',
  'breaks the line': 'one\ntwo\r\nthree',
  'moves the cursor': '\u001b[2J\u001b[31mred\u0007',
  'is markup': '<script>alert(1)</script><img src=x onerror=alert(1)>',
  'leaves an attribute': '"\' onmouseover="alert(1)',
  'is Markdown': '](https://evil.example) **bold** `code`',
  'turns the direction': 'safe\u202egnp.exe\u2066',
  'begins with a colon': ':first',
  'is not ASCII': 'größe-ジョブ-🎬',
  'is blank': '   ',
  'is a percent escape': '%3Ascript%00',
  'is another object’s key': 'constructor',
  'is a NUL': 'nul\u0000byte',
  'is a thousand bytes': `${'n'.repeat(1000)}ü`,
};

/** Longer than a configuration may list; an application may still export it. */
export const endlessName = `${'long '.repeat(400)}end`;
