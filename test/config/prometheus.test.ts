import { describe, expect, it } from 'vitest';
import { parse, refusal, withPrometheus } from './parse.ts';

const secret = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:prometheus-AbCdEf';
const parameter = 'arn:aws:ssm:eu-west-1:123456789012:parameter/jobwatch/token';
const workspace = 'arn:aws:aps:eu-west-1:123456789012:workspace/ws-0123';

const url = (value: string, more = '') =>
  `prometheus: { url: "${value}"${more} }\njobs: { a: { interval: 1m } }`;
const auth = (settings: string) => parse(withPrometheus(`auth: { ${settings} }`)).connection.auth;
const wrong = (lines: string) =>
  refusal(withPrometheus(lines)).problems.map(p => `${p.path} | ${p.found}`);

describe('the URL of Prometheus', () => {
  it.each([
    ['http://localhost:9090', 'http://localhost:9090'],
    ['http://localhost:9090///', 'http://localhost:9090'],
    ['https://prometheus.example.com/api/prom/', 'https://prometheus.example.com/api/prom'],
    ['HTTPS://Example.com', 'https://example.com'],
  ])('%s is queried as %s', (given, asked) => {
    expect(parse(url(given)).connection.url).toBe(asked);
  });

  it.each([
    'http://127.8.9.1',
    'http://[::1]:9090',
    'http://10.1.2.3',
    'http://172.31.0.1',
    'http://192.168.1.1',
    'http://[fd00::1]',
    'http://prometheus:9090',
    'http://nas.local',
    'http://p.monitoring.svc.cluster.local',
    'http://p.internal.',
  ])('%s may be plain HTTP', given => {
    expect(parse(url(given)).connection.url).toBe(given);
  });

  it.each([
    'http://prometheus.example.com',
    'http://8.8.8.8',
    'http://172.32.0.1',
    'http://[2001:db8::1]',
    'http://local.example',
    'http://127.0.0.1.example.com',
  ])('%s may be plain HTTP only if the configuration allows it', given => {
    expect(refusal(url(given)).problems[0]?.expected).toBe(
      'https, or http to this machine or a private address, or allowPlainHttp: true',
    );
    expect(parse(url(given, ', allowPlainHttp: true')).connection.url).toBe(given);
  });

  it.each([
    'localhost:9090',
    'ftp://localhost',
    'http://',
    'http://a b',
    'http://localhost?x=1',
    'http://localhost#x',
    'http://localhost/?',
    'http://me:secret@localhost',
    'http://me@localhost',
    'http:\\\\\\\\localhost',
  ])('cannot be %s', given => {
    const { problems, message } = refusal(url(given));
    expect(problems.map(p => p.expected)).toEqual([
      'an http or https URL without credentials, query or fragment such as http://localhost:9090',
    ]);
    expect(message).not.toContain('secret');
  });
});

describe('label matchers', () => {
  const selector = (text: string) =>
    parse(withPrometheus(`selector: ${JSON.stringify(text)}`)).fleet.sources.map(source => [
      source.selector,
      source.upSelector,
    ]);

  it.each([
    ['', ''],
    ['env="prod"', 'env="prod"'],
    [' env = "prod" , region=~"eu-.*", ', 'env="prod",region=~"eu-.*"'],
    [`a!="x",b!~'y',c="z"`, `a!="x",b!~'y',c="z"`],
    ['a="x,b=\\"}"', 'a="x,b=\\"}"'],
    ['a=`\\d`', 'a=`\\d`'],
  ])('%s are read as %s', (given, read) => {
    expect(selector(given)).toEqual([[read, read]]);
  });

  it.each([
    'env=prod',
    '{env="prod"}',
    'env=="x"',
    'env="a" region="b"',
    'env="a"} or vector(1',
    '__name__="x"',
    ',',
    'a="x",,b="y"',
    '1a="x"',
    'a="\\q"',
    'a="x',
    'a="line\nbreak"',
    'a="x" # no',
  ])('%s are rejected', given => {
    expect(wrong(`selector: ${JSON.stringify(given)}`)).toEqual([
      `prometheus.selector | ${JSON.stringify(given)}`,
    ]);
  });
});

describe('authentication', () => {
  it.each([
    [
      `username: me, passwordSecretArn: "${secret}"`,
      { kind: 'basic', username: 'me', password: { secretArn: secret } },
    ],
    [
      `username: me, passwordSecretArn: "${secret}", passwordField: pw`,
      { kind: 'basic', username: 'me', password: { secretArn: secret, field: 'pw' } },
    ],
    [
      'username: me, passwordFile: pw.txt',
      { kind: 'basic', username: 'me', password: { file: '/etc/jobwatch/pw.txt' } },
    ],
    [`bearerParameterArn: "${parameter}"`, { kind: 'bearer', token: { parameterArn: parameter } }],
    ['bearerEnv: TOKEN', { kind: 'bearer', token: { env: 'TOKEN' } }],
    ['bearerFile: /run/token', { kind: 'bearer', token: { file: '/run/token' } }],
    [
      `sigv4: { region: eu-west-1, workspaceArn: "${workspace}" }`,
      { kind: 'sigv4', region: 'eu-west-1', workspaceArn: workspace },
    ],
  ])('%s', (settings, expected) => {
    expect(auth(settings)).toEqual(expected);
  });

  it('is off by default', () => {
    expect(parse(withPrometheus('')).connection.auth).toEqual({ kind: 'none' });
  });

  it.each([
    ['username: me', ['prometheus.auth.passwordSecretArn | nothing']],
    [
      'username: me, passwordEnv: A, passwordFile: b',
      ['prometheus.auth.passwordFile | a text of 1 characters'],
    ],
    [
      'username: me, passwordEnv: A, passwordField: b',
      ['prometheus.auth.passwordField | a text of 1 characters'],
    ],
    [
      'username: me, password: hunter2',
      ['prometheus.auth.passwordSecretArn | nothing', 'prometheus.auth.password | an unknown key'],
    ],
    ['bearerSecretArn: hunter2', ['prometheus.auth.bearerSecretArn | a text of 7 characters']],
    ['bearerEnv: A, sigv4: {}', ['prometheus.auth.sigv4 | an unknown key']],
    [
      'sigv4: { region: here, workspaceArn: ws }',
      [
        'prometheus.auth.sigv4.region | a text of 4 characters',
        'prometheus.auth.sigv4.workspaceArn | a text of 2 characters',
      ],
    ],
  ])('is rejected with { %s }', (settings, problems) => {
    expect(wrong(`auth: { ${settings} }`)).toEqual(problems);
  });

  it('never repeats what may be a secret', () => {
    expect(
      refusal(withPrometheus('auth: hunter2, headers: { X-Key: "hun\\nter2" }')).message,
    ).not.toMatch(/hun/);
  });
});

describe('the other settings of Prometheus', () => {
  it("include further headers, but not the client's own", () => {
    expect(parse(withPrometheus('headers: { X-Scope-OrgID: "1" }')).connection.headers).toEqual({
      'X-Scope-OrgID': '1',
    });
    expect(wrong('headers: { authorization: x }')).toEqual([
      'prometheus.headers.authorization | this key',
    ]);
    expect(wrong('headers: { "a b": x }')).toEqual(['prometheus.headers["a b"] | this key']);
    expect(wrong('headers: { a: 1 }')).toEqual(['prometheus.headers.a | 1']);
  });

  it('allow a header that may be a key by reference only, with a message that shows how', () => {
    const { message } = refusal(
      withPrometheus('headers: { X-Api-Key: hunter2, THANOS-TENANT: a }'),
    );
    expect(message).toContain('prometheus.headers.X-Api-Key');
    expect(message).toContain(
      'headers: { X-Api-Key: { secretArn: "arn:aws:secretsmanager:…" } } }, or parameterArn',
    );
    expect(message).not.toContain('hunter2');
    expect(wrong('headers: { X-Anything: "", Cookie: a=b, USER-AGENT: me }')).toEqual([
      'prometheus.headers.X-Anything | a text of 0 characters',
      'prometheus.headers.Cookie | a text of 3 characters',
    ]);
  });

  it('include a private certificate authority in a file relative to the configuration', () => {
    expect(
      parse(withPrometheus('certificateAuthority: ca.pem')).connection.certificateAuthority,
    ).toContain('BEGIN CERTIFICATE');
  });

  it.each([
    ['gone.pem', '"gone.pem", which cannot be read'],
    ['notes.txt', '"notes.txt", which has no BEGIN CERTIFICATE'],
    ['key.pem', '"key.pem", which has a private key'],
  ])('reject %s as a certificate authority', (name, found) => {
    expect(wrong(`certificateAuthority: ${name}`)).toEqual([
      `prometheus.certificateAuthority | ${found}`,
    ]);
  });

  it('allow late data of up to 15 minutes', () => {
    expect(parse(withPrometheus('delay: 2m')).fleet.delaySeconds).toBe(120);
    expect(parse(withPrometheus('delay: 0s')).fleet.delaySeconds).toBe(0);
    expect(wrong('delay: 16m')).toEqual(['prometheus.delay | "16m"']);
  });

  it('allow a header from a secret', () => {
    expect(
      parse(withPrometheus(`headers: { X-Key: { secretArn: "${secret}", field: key } }`)).connection
        .headers,
    ).toEqual({ 'X-Key': { secretArn: secret, field: 'key' } });
    expect(wrong('headers: { X-Key: {} }')).toEqual([
      'prometheus.headers.X-Key.secretArn | nothing',
    ]);
  });
});

describe('the names of the first edition', () => {
  const told = (lines: string) => refusal(withPrometheus(lines)).problems.map(p => p.expected);
  const application = (parts: string) =>
    `these lines at the top instead: sources: { application: { preset: jobs, ${parts} } }`;

  it.each([
    ['labels: { job: task }', 'job: task'],
    ['metrics: { queue: backlog }', 'queue: { gauge: backlog }'],
    ['labels: { status: result }', 'runs: { status: result }, items: { status: result }'],
    [
      'metrics: { executions: a, duration: b, lastSuccess: c, items: d, queue: e }',
      'runs: { counter: a }, lastSuccess: { gauge: c }, duration: { histogram: b }, items: { counter: d }, queue: { gauge: e }',
    ],
  ])('{ %s } are rejected with the lines that replace them', (lines, parts) => {
    expect(told(lines)).toEqual([application(parts)]);
    const text = withPrometheus('');
    const sources = application(parts).replace('these lines at the top instead: ', '');
    expect(() => parse(`${text}\n${sources}`)).not.toThrow();
  });

  it('in both places are reported for each, with the lines for both', () => {
    const lines = application(
      'job: task, runs: { counter: a, status: result }, items: { status: result }',
    );
    expect(told('metrics: { executions: a }, labels: { job: task, status: result }')).toEqual([
      lines,
      lines,
    ]);
  });
});
