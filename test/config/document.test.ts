import { describe, expect, it } from 'vitest';
import { parse, refusal } from './parse.ts';

const one = (text: string) => {
  const { code, message } = refusal(text);
  return `${code} ${message}`;
};

const prometheus = 'prometheus: { url: "http://localhost:9090" }';

describe('a text that is not a configuration gets one clear message if it is', () => {
  const map = 'a map with prometheus and jobs';
  it.each([
    ['', `config-invalid jobwatch.yaml: found an empty file, expected ${map}`],
    ['# only a comment\n', `config-invalid jobwatch.yaml: found an empty file, expected ${map}`],
    ['null', `config-invalid jobwatch.yaml: found an empty file, expected ${map}`],
    ['- a\n- b', `config-invalid jobwatch.yaml: found a list, expected ${map}`],
    ['hello', `config-invalid jobwatch.yaml: found a single value, expected ${map}`],
    [
      'jobs:\n\ta: 1',
      'config-syntax jobwatch.yaml:2:1: found a tab as indentation, expected spaces',
    ],
    [
      'a: 1\n---\nb: 2',
      'config-syntax jobwatch.yaml:2:1: found several documents, expected one, without a line of --- inside',
    ],
    [
      'jobs: !job { a }',
      'config-syntax jobwatch.yaml:1:7: found a tag that has no meaning here, expected a value without a tag',
    ],
  ])('%j', (text, message) => {
    expect(one(text)).toBe(message);
  });

  it.each(['jobs: {', 'jobs: "', 'a: b: c', '%', '@', '}', '- a\nb: c'])(
    '%j, which is not YAML',
    text => {
      expect(one(text)).toMatch(
        /^config-syntax jobwatch\.yaml:\d+:\d+: found no YAML \(.+\), expected YAML 1\.2 or JSON$/,
      );
    },
  );

  it('larger than a mebibyte', () => {
    expect(one(' '.repeat(1_048_577))).toBe(
      'config-syntax jobwatch.yaml: found 1048577 characters, expected at most 1 MiB',
    );
  });

  it('ten thousand brackets', () => {
    expect(refusal('['.repeat(10_000)).problems).toHaveLength(1);
  });
});

describe('a key', () => {
  it('appears only once', () => {
    const text = `${prometheus}\njobs:\n  1: { interval: 1m }\n  "1": { interval: 5m }`;
    expect(one(text)).toBe(
      'config-invalid jobwatch.yaml:4:3 jobs["1"]: found this key a second time, expected each key once',
    );
  });

  it('is not a merge key', () => {
    const text = `${prometheus}\njobs:\n  a: &a { interval: 1m }\n  b: { <<: *a }`;
    expect(one(text)).toContain('jobs.b["<<"]: found a merge key, expected the keys themselves');
  });

  it('is a text', () => {
    expect(
      one(`${prometheus}\njobs:\n  a: { interval: 1m }\n  ? [b]\n  : { interval: 1m }`),
    ).toContain('jobs: found a key that is not text, expected a name');
  });
});

it('a tag is rejected', () => {
  const text = `${prometheus}\njobs:\n  a: !!map { interval: !!str 1m }`;
  expect(refusal(text).problems.map(p => `${p.path} | ${p.found}`)).toEqual([
    'jobs.a | a tag',
    'jobs.a.interval | a tag',
  ]);
});

describe('an alias', () => {
  it('replaces a whole value', () => {
    const text = `${prometheus}\njobs:\n  a: &a { interval: 1m }\n  b: *a`;
    expect(parse(text).fleet.jobs.map(job => [job.name, job.intervalSeconds])).toEqual([
      ['a', 60],
      ['b', 60],
    ]);
  });

  it('to nothing is rejected', () => {
    expect(one(`${prometheus}\njobs:\n  a: *b`)).toMatch(
      /jobs\.a: found \*b, expected an anchor above it/,
    );
  });

  it('to itself is rejected', () => {
    expect(one(`${prometheus}\njobs: &a\n  a: *a`)).toMatch(
      /found a value inside itself or too deep, expected a few levels/,
    );
  });

  it('to aliases of aliases is rejected quickly', () => {
    const levels = Array.from(
      { length: 12 },
      (_, level) => `  l${level + 1}: &l${level + 1} [${Array(10).fill(`*l${level}`).join(', ')}]`,
    );
    const text = `${prometheus}\njobs:\n  l0: &l0 [x]\n${levels.join('\n')}`;
    expect(one(text)).toBe(
      'config-syntax jobwatch.yaml: found aliases or lists of more than 100000 values, expected a smaller configuration',
    );
  });
});

it('a configuration may be JSON, because JSON is YAML', () => {
  expect(
    parse('{"prometheus":{"url":"http://localhost"},"jobs":{"a":{"interval":"1m"}}}').fleet.jobs,
  ).toHaveLength(1);
});

it('a date stays a text, and a YAML 1.1 directive changes nothing', () => {
  const text = `%YAML 1.1\n---\n${prometheus}\njobs: { yes: { interval: 1m, since: 2026-11-01T00:00:00Z } }`;
  expect(parse(text).fleet.jobs[0]).toMatchObject({ name: 'yes', sinceSeconds: 1_793_491_200 });
});
