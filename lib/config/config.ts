import type { Fleet } from '../model/job.ts';

/** Where a secret's text is kept. `env` and `file` are for the desk: a Lambda has neither. */
export type SecretReference =
  | Readonly<{ secretArn: string; field?: string }>
  | Readonly<{ parameterArn: string }>
  | Readonly<{ env: string }>
  | Readonly<{ file: string }>;

/** How Prometheus is asked; every kind but `none` needs a secret or AWS credentials. */
export type Auth =
  | Readonly<{ kind: 'none' }>
  | Readonly<{ kind: 'basic'; username: string; password: SecretReference }>
  | Readonly<{ kind: 'bearer'; token: SecretReference }>
  | Readonly<{ kind: 'sigv4'; region: string; workspaceArn: string }>;

/** Prometheus's base URL without a trailing slash, and all that a request to it carries. */
export type Connection = Readonly<{
  url: string;
  auth: Auth;
  /** Further request headers, such as a tenant's. */
  headers: Readonly<Record<string, string>>;
  /** A private certificate authority, PEM text. */
  certificateAuthority: string | undefined;
}>;

/** Who is told: mail addresses of a topic that the stack makes, or a topic that exists. */
export type Destination =
  | Readonly<{ kind: 'mail'; addresses: readonly string[] }>
  | Readonly<{ kind: 'topic'; topicArn: string }>;

/** A validated configuration, frozen, with every default filled in. It is plain JSON. */
export type Config = Readonly<{
  service: string;
  connection: Connection;
  fleet: Fleet;
  notify: Readonly<{ warning: Destination; critical: Destination }>;
  /** Base URL of the runbook, to which `#<section>` is added. */
  runbookUrl: string;
  vpc: Readonly<{ subnetIds: readonly string[]; securityGroupIds: readonly string[] }> | undefined;
  tags: Readonly<Record<string, string>>;
  budgetMonthlyUsd: number | undefined;
}>;
