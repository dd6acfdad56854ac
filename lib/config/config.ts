import type { Fleet } from '../model/job.ts';
import type { Maintenance } from '../model/schedule.ts';

/** Where a secret is stored. Only the command line reads `env` and `file`. */
export type SecretReference =
  | Readonly<{ secretArn: string; field?: string }>
  | Readonly<{ parameterArn: string }>
  | Readonly<{ env: string }>
  | Readonly<{ file: string }>;

/** How to authenticate to Prometheus. Every kind but `none` needs a secret or AWS credentials. */
export type Auth =
  | Readonly<{ kind: 'none' }>
  | Readonly<{ kind: 'basic'; username: string; password: SecretReference }>
  | Readonly<{ kind: 'bearer'; token: SecretReference }>
  | Readonly<{ kind: 'sigv4'; region: string; workspaceArn: string }>;

/** Prometheus's base URL without a trailing slash, and the settings of requests to it. */
export type Connection = Readonly<{
  url: string;
  auth: Auth;
  /** Further request headers, such as a tenant's, in plain text or by reference. */
  headers: Readonly<Record<string, string | SecretReference>>;
  /** A private certificate authority, PEM text. */
  certificateAuthority: string | undefined;
}>;

/** Services that are notified through a secret URL or key. */
export const channelKinds = ['slack', 'pagerduty', 'webhook'] as const;

export type ChannelKind = (typeof channelKinds)[number];

/** Who is notified: mail addresses, an existing topic, or a service. */
export type Destination =
  | Readonly<{ kind: 'mail'; addresses: readonly string[] }>
  | Readonly<{ kind: 'topic'; topicArn: string }>
  | Readonly<{ kind: ChannelKind; secret: SecretReference }>;

/** Who is notified at each severity: at most one `mail` and any number of others. */
export type Recipients = Readonly<{
  warning: readonly Destination[];
  critical: readonly Destination[];
}>;

/** Who is notified of jobs whose names match a pattern; `*` matches any characters. */
type Route = Readonly<{ jobs: readonly string[] }> & Recipients;

export type Notify = Recipients &
  Readonly<{
    /** The first route that matches a job applies; otherwise `warning` and `critical` above. */
    routes: readonly Route[];
    /** Time until the reminder of an alarm that is still on. `undefined`: no reminder. */
    remind: Readonly<{ warningSeconds: number | undefined; criticalSeconds: number | undefined }>;
  }>;

/** A validated configuration, frozen, with every default filled in. It is plain JSON. */
export type Config = Readonly<{
  service: string;
  connection: Connection;
  fleet: Fleet;
  maintenance: readonly Maintenance[];
  notify: Notify;
  /** Secret with the URL of an external heartbeat service. */
  deadMansSwitch: SecretReference | undefined;
  /** One alarm per alert and job, or one verdict metric with two alarms per job. */
  alarms: 'alert' | 'job';
  /** Base URL of the runbook, to which `#<section>` is added. */
  runbookUrl: string;
  vpc: Readonly<{ subnetIds: readonly string[]; securityGroupIds: readonly string[] }> | undefined;
  /** How many of the dashboard's widgets may be drawn at once. `undefined`: as many as the account has room for. */
  dashboardConcurrency: number | undefined;
  tags: Readonly<Record<string, string>>;
  budgetMonthlyUsd: number | undefined;
}>;
