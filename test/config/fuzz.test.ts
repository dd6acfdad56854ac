import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { ConfigError } from '../../lib/config/error.ts';
import { parse } from './parse.ts';

function parsesOrRefuses(text: string): void {
  try {
    parse(text);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    expect(error.problems.length).toBeGreaterThan(0);
    for (const { found, expected } of error.problems) expect(found && expected).not.toBe('');
  }
}

const pieces = fc.array(
  fc.constantFrom(
    'a',
    'jobs',
    'prometheus',
    'url',
    'interval',
    ': ',
    ':',
    '\n',
    '  ',
    '\t',
    '- ',
    '{',
    '}',
    '[',
    ']',
    ',',
    '"',
    "'",
    '&a ',
    '*a',
    '!!x ',
    '<<',
    '? ',
    '|\n',
    '>',
    '#',
    '%YAML 1.1\n',
    '---\n',
    '...\n',
    '\u0000',
    '\ud800',
    '5m',
    '1',
    'null',
    '~',
    '__proto__',
    '\r\n',
  ),
  { maxLength: 60 },
);

const keys = fc.constantFrom(
  'service',
  'prometheus',
  'url',
  'auth',
  'headers',
  'selector',
  'jobs',
  'a',
  'interval',
  'failures',
  'warning',
  'queue',
  'items',
  'paused',
  'notify',
  'critical',
  'tags',
  'vpc',
  'sigv4',
  'username',
  'constructor',
  'sources',
  'preset',
  'runs',
  'success',
  'counter',
  'gauge',
  'lastSuccess',
  'schedule',
  'timezone',
  'except',
  'grace',
  'staleness',
  'source',
  'name',
  'routes',
  'slack',
  'secretArn',
  '',
);

const scalar = fc.oneof(
  fc.constantFrom(
    '5m',
    'http://localhost',
    'jobs',
    '0 2 * * *',
    'Europe/Berlin',
    '5 runs',
    true,
    null,
    0,
    -1,
    Number.NaN,
    1e300,
  ),
  fc.string(),
  fc.double(),
);

const { tree } = fc.letrec(tie => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    scalar,
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.dictionary(keys, tie('tree'), { maxKeys: 6 }),
  ),
}));

describe('a text either parses or is rejected with its problems, and nothing else happens, if it is', () => {
  it('any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), parsesOrRefuses), {
      numRuns: 200,
    });
  });

  it('made of pieces of YAML', () => {
    fc.assert(
      fc.property(pieces, parts => parsesOrRefuses(parts.join(''))),
      { numRuns: 800 },
    );
  });

  it('made of known keys with any values', () => {
    const top = fc.record(
      {
        prometheus: tree,
        sources: fc.oneof(tree, fc.dictionary(keys, tree, { maxKeys: 3 })),
        defaults: tree,
        jobs: fc.oneof(tree, fc.dictionary(keys, tree, { maxKeys: 3 })),
        maintenance: tree,
        notify: tree,
        deadMansSwitch: tree,
        tags: tree,
        vpc: tree,
        budget: tree,
        service: tree,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(top, value => parsesOrRefuses(stringify(value))),
      { numRuns: 300 },
    );
  });
});

it('any job name is kept unchanged', () => {
  const name = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 60 })
    .filter(text => text !== '__proto__' && text.isWellFormed());
  fc.assert(
    fc.property(name, jobName => {
      const config = {
        prometheus: { url: 'http://localhost' },
        jobs: { [jobName]: { interval: '1m' } },
      };
      expect(parse(JSON.stringify(config)).fleet.jobs[0]?.name).toBe(jobName);
    }),
  );
});
