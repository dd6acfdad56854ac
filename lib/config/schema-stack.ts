import { z } from 'zod';
import { defaultDashboardConcurrency } from './defaults.ts';
import { about, map, numeric, text } from './values.ts';

const resourceIds = (prefix: string, what: string) =>
  z
    .array(
      text(
        'id',
        new RegExp(`^${prefix}-[0-9a-f]{8,17}$`),
        `an id such as ${prefix}-0123456789abcdef0`,
      ),
      {
        error: `a list of ids such as [${prefix}-0123456789abcdef0]`,
      },
    )
    .min(1, { error: 'at least one id' })
    .meta({ description: what });

/** The Lambdas' network. */
export const vpcSchema = map(
  {
    subnetIds: resourceIds(
      'subnet',
      'Subnets of the Lambdas, with a route to Prometheus and to AWS.',
    ),
    securityGroupIds: resourceIds('sg', 'Security groups of the Lambdas.'),
  },
  '{ subnetIds: [subnet-…], securityGroupIds: [sg-…] }',
);

const concurrencyExpected = 'a whole number from 1 to 1000, or false';

/** The dashboard's function. */
export const dashboardSchema = map(
  {
    concurrency: z
      .union(
        [
          z.literal(false, { error: concurrencyExpected }),
          numeric({ title: 'number', from: 1, to: 1000 }, concurrencyExpected).int({
            error: concurrencyExpected,
          }),
        ],
        { error: concurrencyExpected },
      )
      .optional()
      .meta({
        title: 'number or false',
        ...about(
          'How many widgets may be drawn at once. They are reserved from the account\u2019s concurrency; false if the account has too little to reserve any.',
          defaultDashboardConcurrency,
        ),
      }),
  },
  '{ concurrency: 20 }',
);

// Not part of the JSON Schema, because some editors' regular expressions lack Unicode classes.
const tagText = (pattern: RegExp, expected: string) =>
  z.string({ error: expected }).refine(value => pattern.test(value), { error: expected });

/** Tags of AWS resources. */
export const tagsSchema = z.record(
  tagText(/^(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u, 'a tag name that AWS accepts'),
  tagText(
    /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u,
    'a tag value that AWS accepts, in quotes if it is a number',
  ),
  { error: 'a map of tags such as { team: video }' },
);
