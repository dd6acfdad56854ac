import type { Config } from '../../lib/config/config.ts';
import { createConfig } from './config.ts';

const account = 'eu-west-1:123456789012';
const mails = 'notify: { warning: [a@example.com], critical: [b@example.com] }';

function asking(auth: string): string {
  return `prometheus: { url: "https://prometheus.example.com", auth: ${auth} }`;
}

const texts = {
  plain: mails,
  'basic authentication by secret': `${mails}\n${asking(`{ username: reader, passwordSecretArn: "arn:aws:secretsmanager:${account}:secret:prometheus-AbCdEf" }`)}`,
  'bearer token by parameter': `${mails}\n${asking(`{ bearerParameterArn: "arn:aws:ssm:${account}:parameter/prometheus" }`)}`,
  'a header by secret': `${mails}\nprometheus: { url: "https://prometheus.example.com", headers: { X-Api-Key: { secretArn: "arn:aws:secretsmanager:${account}:secret:key-AbCdEf" } } }`,
  'Amazon Managed Prometheus': `${mails}\n${asking(`{ sigv4: { region: eu-west-1, workspaceArn: "arn:aws:aps:${account}:workspace/ws-0123abcd" } }`)}`,
  'in a network': `${mails}\nvpc: { subnetIds: [subnet-0123abcd], securityGroupIds: [sg-0123abcd] }`,
  'mail beside a topic': `notify: { warning: [a@example.com, { topicArn: "arn:aws:sns:${account}:w" }], critical: b@example.com }`,
  'existing topics': `notify: { warning: { topicArn: "arn:aws:sns:${account}:w" }, critical: { topicArn: "arn:aws:sns:${account}:c" } }`,
  'every channel': `notify: { warning: [a@example.com, { slack: { secretArn: "arn:aws:secretsmanager:${account}:secret:slack-AbCdEf" } }], critical: [{ pagerduty: { parameterArn: "arn:aws:ssm:${account}:parameter/pager" } }], routes: [{ jobs: ["billing/*"], critical: [b@example.com] }] }\ndeadMansSwitch: { parameterArn: "arn:aws:ssm:${account}:parameter/switch" }`,
} as const;

/** A configuration for every way in which the deployment or the permissions differ. */
export const configurations: readonly (readonly [name: string, config: Config])[] = Object.entries(
  texts,
).map(([name, text]) => [name, createConfig(text)] as const);
