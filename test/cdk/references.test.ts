import { describe, expect, test } from 'vitest';
import { createConfig } from './config.ts';
import { findResources, synthesize } from './synth.ts';

const names = [
  '{{resolve:ssm:/production/password}}',
  'a{{{resolve:secretsmanager:key}}',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: Fn::Sub would replace this
  'of ${AWS::AccountId}',
  'ジ'.repeat(29),
  'ジ'.repeat(300),
];
const jobs = JSON.stringify(Object.fromEntries(names.map(name => [name, { interval: '5m' }])));
const mails = 'notify: { warning: [a@example.com], critical: [b@example.com] }';

describe.each(['alert'])('with an alarm per %s', mode => {
  const synthesized = synthesize(createConfig(`jobs: ${jobs}\nalarms: ${mode}\n${mails}`));
  const strings = [...synthesized.templates.values()].flatMap(template => listStrings(template));

  test('a job’s name is not a reference to a secret in any template', () => {
    expect(strings.filter(({ text }) => text.includes('{{resolve:'))).toEqual([]);
  });

  test('a job’s name is not part of what CloudFormation substitutes', () => {
    const substituted = strings.filter(({ path }) => path.includes('Fn::Sub'));
    expect(substituted.filter(({ text }) => text.includes('of $'))).toEqual([]);
  });

  test('the dashboard’s body is JSON that contains the names unchanged', () => {
    const [dashboard] = findResources(synthesized, 'AWS::CloudWatch::Dashboard');
    const body = JSON.stringify(JSON.parse(join(dashboard?.Properties.DashboardBody)));
    for (const name of names.slice(0, 3)) expect(body).toContain(name);
  });

  test('every dimension has a value of at most 255 characters, and each job its own', () => {
    const alarms = findResources(synthesized, 'AWS::CloudWatch::Alarm');
    const values = alarms.flatMap(({ Properties: { Dimensions = [] } }) =>
      (Dimensions as readonly Dimension[]).flatMap(({ Name, Value }) =>
        Name === 'Job' ? [Value] : [],
      ),
    );
    expect(Math.max(...values.map(value => value.length))).toBeLessThanOrEqual(255);
    expect(new Set(values).size).toBe(names.length);
  });
});

type Dimension = Readonly<{ Name: string; Value: string }>;

type Found = Readonly<{ path: string; text: string }>;

function listStrings(value: unknown, path = ''): Found[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    { path: `${path} key`, text: key },
    ...listStrings(inner, `${path}/${key}`),
  ]);
}

/** The text of an Fn::Join, with `-` for what the account would insert. */
function join(text: unknown): string {
  if (typeof text === 'string') return text;
  const { 'Fn::Join': [separator, parts] = ['', []] } = text as {
    'Fn::Join'?: [string, readonly unknown[]];
  };
  return parts.map(part => (typeof part === 'string' ? part : '-')).join(separator);
}
