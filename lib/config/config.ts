import type { Fleet } from '../model/job.ts';
import type { Maintenance } from '../model/schedule.ts';

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
  /** Further request headers, such as a tenant's, in plain text or by reference. */
  headers: Readonly<Record<string, string | SecretReference>>;
  /** A private certificate authority, PEM text. */
  certificateAuthority: string | undefined;
}>;

/** The services that are told through a URL or key of theirs, which is a secret. */
export type ChannelKind = 'slack' | 'pagerduty' | 'webhook';

/** Who is told: mail addresses, a topic that exists, or a service. */
export type Destination =
  | Readonly<{ kind: 'mail'; addresses: readonly string[] }>
  | Readonly<{ kind: 'topic'; topicArn: string }>
  | Readonly<{ kind: ChannelKind; secret: SecretReference }>;

/** Who is told at each severity: at most one `mail`, any number of the others. Empty: nobody. */
export type Recipients = Readonly<{
  warning: readonly Destination[];
  critical: readonly Destination[];
}>;

/** Who is told of the jobs whose names match a pattern; `*` stands for any characters. */
export type Route = Readonly<{ jobs: readonly string[] }> & Recipients;

export type Notify = Recipients &
  Readonly<{
    /** The first route that matches a job decides; without one, `warning` and `critical` above. */
    routes: readonly Route[];
    /** How long until people are told again of what still stands; `undefined`: never. */
    remind: Readonly<{ warningSeconds: number | undefined; criticalSeconds: number | undefined }>;
  }>;

/** A validated configuration, frozen, with every default filled in. It is plain JSON. */
export type Config = Readonly<{
  service: string;
  connection: Connection;
  fleet: Fleet;
  maintenance: readonly Maintenance[];
  notify: Notify;
  /** URL of an outside heartbeat service. */
  deadMansSwitch: SecretReference | undefined;
  /** One alarm for each alert and job, or one verdict metric with two alarms for each job. */
  alarms: 'alert' | 'job';
  /** Base URL of the runbook, to which `#<section>` is added. */
  runbookUrl: string;
  vpc: Readonly<{ subnetIds: readonly string[]; securityGroupIds: readonly string[] }> | undefined;
  tags: Readonly<Record<string, string>>;
  budgetMonthlyUsd: number | undefined;
}>;
