import { allAlarms } from '../../alarms/all-alarms.ts';
import { heartbeats } from '../../cloudwatch/heartbeat.ts';
import {
  fallbackAlarmName,
  functionName,
  notifierAlarmName,
  notifierAlarms,
  stackName,
} from '../../cloudwatch/names.ts';
import type { Config } from '../../config/config.ts';
import { findRawTopics } from '../../notify/destinations.ts';
import { type Finding, listNames } from '../finding.ts';
import { type AccountEvidence, heartbeatMinutes, type Topic } from './account-evidence.ts';

/** Every finding that follows from what the account says. Pure. */
export function findAccountProblems(config: Config, evidence: AccountEvidence): Finding[] {
  return [
    ...evidence.failures.map(failedCall),
    ...findStackProblems(config, evidence),
    ...evidence.topics.flatMap(topic => findTopicProblems(config, topic)),
    ...findAlarmProblems(config, evidence),
    ...findHeartbeatProblems(config, evidence),
  ];
}

function failedCall({ action, denied, message }: AccountEvidence['failures'][number]): Finding {
  return {
    level: 'warning',
    code: denied ? 'permission-missing' : 'call-failed',
    what: denied
      ? `These credentials may not call ${action}: ${message}`
      : `${action} failed: ${message}`,
    why: 'What depends on it is not checked. The functions have their own permissions and are not affected.',
    advice: denied ? `Allow ${action} for these credentials.` : 'Try again.',
  };
}

function findStackProblems(
  { service }: Config,
  { stackStatus, region }: AccountEvidence,
): Finding[] {
  const stack = stackName(service);
  if (stackStatus === 'none') {
    return [
      {
        level: 'info',
        code: 'stack-missing',
        what: `There is no stack ${stack} in ${region}.`,
        why: 'Nothing is watched from this account and region.',
        advice:
          'Deploy it (npx cdk deploy), or name the right account and region (AWS_PROFILE, AWS_REGION).',
      },
    ];
  }
  if (stackStatus === undefined || !/FAILED|ROLLBACK/.test(stackStatus)) return [];
  return [
    {
      level: 'error',
      code: 'stack-unwell',
      what: `The stack ${stack} in ${region} is ${stackStatus}.`,
      why: 'The last deployment failed: what runs may differ from the configuration.',
      advice: 'Read the reason in the stack events, and deploy again.',
    },
  ];
}

function findTopicProblems({ notify }: Config, topic: Topic): Finding[] {
  const { severity, arn, isOwn, subscriptions } = topic;
  const why = `Nobody is notified through it about ${severity} alarms.`;
  if (subscriptions === 'no-topic') {
    const advice = 'Deploy again, or correct notify: { … topicArn }.';
    const what = `The topic ${arn} does not exist.`;
    return [{ level: 'error', code: 'topic-missing', what, why, advice }];
  }
  const pending = subscriptions.filter(({ isConfirmed }) => !isConfirmed);
  const addresses = notify[severity].flatMap(to =>
    to.kind === 'mail' && isOwn ? to.addresses : [],
  );
  const missing = addresses.filter(
    address => !subscriptions.some(({ endpoint }) => endpoint === address),
  );
  return [
    ...pending.map(
      ({ endpoint, protocol }): Finding => ({
        level: 'error',
        code: 'mail-unconfirmed',
        what: `The ${protocol} subscription of ${endpoint} to the topic for ${severity} alarms is not confirmed.`,
        why,
        advice:
          'Follow the link in the mail "AWS Notification - Subscription Confirmation", which is valid for two days. If it is older, deploy again to get another.',
      }),
    ),
    ...missing.map(
      (address): Finding => ({
        level: 'error',
        code: 'mail-missing',
        what: `${address} is not subscribed to the topic for ${severity} alarms.`,
        why,
        advice:
          'Deploy. If it was subscribed, someone followed the link to unsubscribe, or SNS removed it after too many mails: take it out of the configuration, deploy, put it back, and deploy again.',
      }),
    ),
  ];
}

function findAlarmProblems(config: Config, { alarms, region }: AccountEvidence): Finding[] {
  if (alarms === undefined) return [];
  const plans = allAlarms(config, region);
  const silentNotifier = notifierAlarmName(config.service, 'NotifierNotReporting');
  // with verdicts alone there is nothing to suppress
  const deployed = notifierAlarms.filter(
    alarm => config.alarms === 'alert' || alarm !== 'NotifierReporting',
  );
  const ofNotifier = deployed.map(alarm => notifierAlarmName(config.service, alarm));
  // a metric alarm if only verdicts are published, otherwise a composite one
  const fallback = fallbackAlarmName(config.service);
  const planned = [...plans.map(({ name }) => name), ...ofNotifier];
  const missing = planned.filter(name => !alarms.has(name));
  // the notifier sends all other alarms
  const notifying = plans.filter(
    plan => plan.actionsEnabled && findRawTopics(plan, config.notify).length > 0,
  );
  const silent = [...notifying.map(({ name }) => name), silentNotifier].filter(
    name => alarms.get(name)?.hasActions === false,
  );
  const leftOver = [...alarms.keys()].filter(name => ![...planned, fallback].includes(name));
  return [
    ...reportAlarms(missing, {
      level: 'error',
      code: 'alarm-missing',
      is: 'of this configuration are not in the account',
      why: 'Nothing raises an alarm for what they watch.',
      advice: 'Deploy this configuration.',
    }),
    ...reportAlarms(silent, {
      level: 'error',
      code: 'alarm-silent',
      is: 'have no actions, or their actions are disabled',
      why: 'They change state, but nobody is notified.',
      advice: 'Deploy again, or enable the actions of these alarms.',
    }),
    ...reportAlarms(leftOver, {
      level: 'info',
      code: 'alarm-left-over',
      is: 'are in the account but not in this configuration',
      why: 'The configuration was changed after the deployment, or someone created alarms with these names.',
      advice: 'Deploy this configuration.',
    }),
  ];
}

type AlarmFinding = Pick<Finding, 'level' | 'code' | 'why' | 'advice'> & Readonly<{ is: string }>;

function reportAlarms(names: readonly string[], { is, ...rest }: AlarmFinding): Finding[] {
  if (names.length === 0) return [];
  return [{ ...rest, what: `${names.length} alarms ${is}: ${listNames(names)}.` }];
}

function findHeartbeatProblems(
  { service }: Config,
  { heartbeat, stackAgeSeconds }: AccountEvidence,
): Finding[] {
  if (heartbeat === 'none') {
    const isNew = stackAgeSeconds !== undefined && stackAgeSeconds < 60 * heartbeatMinutes;
    return [isNew ? reportNew(stackName(service)) : reportSilence(functionName(service))];
  }
  if (heartbeat !== heartbeats.askedInVain) return [];
  return [
    {
      level: 'error',
      code: 'source-unreachable',
      what: 'The judge cannot query Prometheus.',
      why: 'Jobs are not watched: their alarms keep the state they had.',
      advice: `Read "failures" in the log of ${functionName(service)}. In AWS the network (vpc), the credentials (prometheus.auth) or the URL may differ from those on this machine.`,
    },
  ];
}

/** The first heartbeat takes a cold start, and CloudWatch shows it two minutes later. */
function reportNew(stack: string): Finding {
  return {
    level: 'info',
    code: 'heartbeat-missing',
    what: `The stack ${stack} is new: there is no heartbeat yet.`,
    why: 'The judge may not have run yet.',
    advice: `Run doctor again ${heartbeatMinutes} min after the deployment.`,
  };
}

function reportSilence(name: string): Finding {
  return {
    level: 'error',
    code: 'heartbeat-missing',
    what: `${name} has sent no heartbeat in the last ${heartbeatMinutes} min.`,
    why: 'No job is watched.',
    advice: 'Look at the errors and the log of that function, then at its schedule.',
  };
}
