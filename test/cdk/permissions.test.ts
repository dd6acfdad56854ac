import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { configurations } from './configurations.ts';
import {
  findQueueStatements,
  findRights,
  findTopicStatements,
  findTrust,
  type Statement,
  toList,
} from './statements.ts';
import { findResources, type Resource, type Synthesized, synthesize } from './synth.ts';

const page = readFileSync(new URL('../../docs/permissions.md', import.meta.url), 'utf8');
const stacks = configurations.map(([, config]) => synthesize(config));

test('docs/permissions.md lists every permission of every configuration, and no other', () => {
  expect(unique(stacks.flatMap(rightsIn))).toEqual(
    unique([...rowsUnder('Who'), ...rowsUnder('Who may assume a role')].flatMap(rightsInRow)),
  );
});

test('permissions are in roles and in the policies of topics and queues only', () => {
  const types = stacks.flatMap(typesIn).filter(type => /Policy|Permission|Role/.test(type));
  expect(unique(types)).toEqual([
    'AWS::IAM::Role',
    'AWS::SNS::TopicPolicy',
    'AWS::SQS::QueuePolicy',
  ]);
  for (const { Properties } of stacks.flatMap(stack => findResources(stack, 'AWS::IAM::Role'))) {
    expect(Properties).not.toHaveProperty('ManagedPolicyArns');
  }
});

test('every resource type that `cdk deploy` creates is listed', () => {
  const listed = rowsUnder('Resource').map(([type = '']) => type.replaceAll('`', ''));
  expect(listed).toEqual(unique(stacks.flatMap(typesIn)));
});

test('if Prometheus needs no authentication, no secret may be read', () => {
  const [[, plain] = []] = configurations;
  if (plain === undefined) throw new RangeError('no configuration');
  expect(rightsIn(synthesize(plain)).filter(right => /secret|ssm|kms|aps/.test(right))).toEqual([]);
});

/** `who action`, then `*` for a wildcard, then the keys of its conditions. */
function rightsIn(synthesized: Synthesized): string[] {
  const roles = [...synthesized.templates.values()]
    .flatMap(({ Resources }) => Object.entries(Resources))
    .filter(([, { Type }]) => Type === 'AWS::IAM::Role');
  return [
    ...roles.flatMap(([id, role]) => findRights(role).flatMap(inWords(findHolder(id)))),
    ...roles.flatMap(([, role]) => findTrust(role).flatMap(trustInWords)),
    ...findTopicStatements(synthesized).flatMap(inWords('topic')),
    ...findQueueStatements(synthesized).flatMap(inWords('queue')),
  ];
}

function findHolder(roleId: string): string {
  if (roleId.startsWith('SchedulesRole')) return 'schedule';
  if (roleId.startsWith('Notifier')) return 'notifier';
  return roleId.startsWith('Functionswidget') ? 'widget' : 'judge';
}

function trustInWords(statement: Statement): string[] {
  const service = statement.Principal === '*' ? '*' : (statement.Principal?.Service ?? '*');
  return inWords(service.replace('.amazonaws.com', ''))(statement);
}

function inWords(who: string): (statement: Statement) => string[] {
  return ({ Effect, Action, Resource, Condition }) => {
    const wildcard = toList(Resource).some(arn => typeof arn === 'string' && arn.endsWith('*'));
    const keys = Object.values(Condition ?? {}).flatMap(Object.keys);
    return toList(Action).map(action =>
      right({ who, deny: Effect === 'Deny', action, wildcard, keys }),
    );
  };
}

/** A key that a row offers as an alternative is a separate permission. */
function rightsInRow([who = '', action = '', on = '', condition = '']: string[]): string[] {
  const wildcard = /\*`/.test(on);
  const keys = quoted(condition).filter(text => /^[a-z]+:/.test(text));
  const context = keys.filter(key => key.startsWith('kms:EncryptionContext:'));
  const others = keys.filter(key => !context.includes(key));
  const alternatives = context.length > 0 ? context.map(key => [key, ...others]) : [others];
  return who.split(', ').flatMap(holder =>
    quoted(action).flatMap(name =>
      alternatives.map(each =>
        right({
          who: holder,
          deny: action.startsWith('deny'),
          action: name,
          wildcard,
          keys: each,
        }),
      ),
    ),
  );
}

type Right = Readonly<{
  who: string;
  deny: boolean;
  action: string;
  wildcard: boolean;
  keys: readonly string[];
}>;

function right({ who, deny, action, wildcard, keys }: Right): string {
  const parts = [who, ...(deny ? ['deny'] : []), action, ...(wildcard ? ['*'] : [])];
  return [...parts, ...keys.toSorted()].join(' ');
}

/** The cells of the table whose first heading this is. */
function rowsUnder(heading: string): string[][] {
  const [, table = ''] = page.split(`\n| ${heading} |`);
  const [lines = ''] = table.split('\n\n');
  return lines
    .split('\n')
    .slice(2)
    .map(line =>
      line
        .split('|')
        .slice(1, -1)
        .map(cell => cell.trim()),
    );
}

function quoted(text: string): string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, inner = '']) => inner);
}

function typesIn({ templates }: Synthesized): string[] {
  return [...templates.values()].flatMap(({ Resources }) =>
    Object.values(Resources).map(({ Type }: Resource) => Type),
  );
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)].toSorted();
}
