import { findResources, type Resource, type Synthesized } from './synth.ts';

/** A statement of a policy, as a template has it. */
export type Statement = Readonly<{
  Effect: 'Allow' | 'Deny';
  Action: string | readonly string[];
  Resource?: unknown;
  Principal?: Readonly<{ Service?: string; AWS?: string }> | '*';
  Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}>;

/** A policy's lists may be a single text. */
export function toList<Item>(items: Item | readonly Item[] | undefined): readonly Item[] {
  if (items === undefined) return [];
  return Array.isArray(items) ? items : [items as Item];
}

/** What a role may do. */
export function findRights({ Properties }: Resource): Statement[] {
  const policies = Properties.Policies as
    | readonly { PolicyDocument: { Statement: readonly Statement[] } }[]
    | undefined;
  return (policies ?? []).flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
}

/** Who may assume a role. */
export function findTrust({ Properties }: Resource): readonly Statement[] {
  return (Properties.AssumeRolePolicyDocument as { Statement: readonly Statement[] }).Statement;
}

/** What the policies of topics allow. */
export function findTopicStatements(synthesized: Synthesized): Statement[] {
  return findPolicyStatements(synthesized, 'AWS::SNS::TopicPolicy');
}

/** What the policies of queues allow. */
export function findQueueStatements(synthesized: Synthesized): Statement[] {
  return findPolicyStatements(synthesized, 'AWS::SQS::QueuePolicy');
}

function findPolicyStatements(synthesized: Synthesized, type: string): Statement[] {
  return findResources(synthesized, type).flatMap(
    ({ Properties }) =>
      (Properties.PolicyDocument as { Statement: readonly Statement[] }).Statement,
  );
}
