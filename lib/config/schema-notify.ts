import { z } from 'zod';
import { defaultRemind } from './defaults.ts';
import { writeDuration } from './duration.ts';
import { secretReference } from './schema-secret.ts';
import { about, always, duration, jobPatterns, map, text } from './values.ts';

const address = text(
  'mail address',
  /^[^\s@<>,;:"()]+@[^\s@<>,;:"()]+\.[^\s@<>,;:"().]+$/,
  'a mail address such as team@example.com',
);

const topic = map(
  {
    // A first-in-first-out topic cannot take an alarm's message.
    topicArn: text(
      'ARN',
      /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}$/,
      'the ARN of a standard SNS topic such as arn:aws:sns:eu-west-1:123456789012:oncall',
    ).meta({ description: 'Existing SNS topic for raw alarm messages.' }),
  },
  '{ topicArn: "arn:aws:sns:…" }',
);

const channel = <Kind extends string>(kind: Kind, description: string) =>
  map(
    { [kind]: secretReference.describe(description) } as Record<Kind, typeof secretReference>,
    `{ ${kind}: { secretArn: "arn:aws:secretsmanager:…" } }`,
  );

const entryExpected =
  'a mail address such as team@example.com, or a map such as { slack: { secretArn: "arn:aws:secretsmanager:…" } } or { topicArn: "arn:aws:sns:…" }';

const forms = [
  address,
  topic,
  channel('slack', 'Incoming webhook URL of a Slack channel.'),
  channel('pagerduty', 'Routing key of a PagerDuty service, Events API v2.'),
  channel('webhook', 'URL that receives each message as JSON.'),
] as const;

const entry = z.union(forms, { error: entryExpected });

/** A parsed destination. */
export type DestinationInput = z.output<typeof entry>;

const destinations = z
  .union([...forms, z.array(entry, { error: `a list of destinations, each ${entryExpected}` })], {
    error: `${entryExpected}, or a list of them`,
  })
  .transform((value): DestinationInput[] => (Array.isArray(value) ? value : [value]))
  .superRefine((list: unknown, context) => {
    if (!Array.isArray(list)) return;
    list.forEach((given, index) => {
      if (typeof given !== 'string' || list.indexOf(given) === index) return;
      context.addIssue({ code: 'custom', path: [index], message: 'each mail address once' });
    });
  }, always);

const recipients = (severity: string, byDefault: string) =>
  destinations.optional().meta({
    title: 'destination',
    ...about(
      `Recipients of ${severity} alarms: mail addresses, topics, Slack, PagerDuty, webhooks.`,
      byDefault,
    ),
  });

const route = map(
  {
    jobs: jobPatterns.meta({
      title: 'patterns',
      description: 'Names of jobs; * matches any characters.',
    }),
    warning: recipients('warning', "notify's"),
    critical: recipients('critical', "notify's"),
  },
  '{ jobs: ["billing/*"], warning: [billing@example.com] }',
);

const reminder = (byDefaultSeconds: number, severity: string) =>
  z
    .union(
      [
        duration(
          { title: 'duration', from: 15 * 60, to: 31 * 86_400, step: 60 },
          'a duration such as 4h',
        ),
        z.literal(false, { error: 'false' }),
      ],
      { error: 'a duration such as 4h, or false' },
    )
    .optional()
    .meta(
      about(
        `Time until the reminder of a ${severity} alarm that is still on; false for none.`,
        writeDuration(byDefaultSeconds),
      ),
    );

/** Recipients, routes and reminders. */
export const notifySchema = map(
  {
    warning: recipients('warning', 'nobody'),
    critical: recipients('critical', 'nobody'),
    routes: z
      .array(route, {
        error: 'a list of routes such as [{ jobs: ["billing/*"], warning: [billing@example.com] }]',
      })
      .optional()
      .meta({
        description: 'Other recipients for some jobs. The first route that matches applies.',
      }),
    remind: map(
      {
        critical: reminder(defaultRemind.criticalSeconds, 'critical'),
        warning: reminder(defaultRemind.warningSeconds, 'warning'),
      },
      '{ critical: 4h, warning: 1d }',
    )
      .optional()
      .meta({ description: 'Reminders while an alarm is on.' }),
  },
  '{ warning: [team@example.com], critical: [oncall@example.com] }',
);

export type NotifyInput = z.output<typeof notifySchema>;
