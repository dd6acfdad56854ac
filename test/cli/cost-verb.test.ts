import { expect, test } from 'vitest';
import { runJobwatch } from './command-line.ts';

const config = `service: clipper
prometheus: { url: "http://localhost:9090" }
jobs:
  webhook_retry: { interval: 1m }
  "a\\u001b[31m": { interval: 6h, queue: false, items: false }
`;

test('cost says what each job and the service cost', async () => {
  const { status, stdout, stderr } = await runJobwatch(config, 'cost');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toBe(`What clipper costs a month, at most (AWS us-east-1, prices of 2026-11-23)

Job            Metrics  Alarms    USD
webhook_retry       11       9  $4.20
a\\u{1b}[31m          5       6  $2.10

Fixed                                      Quantity                      USD
Metrics of the service                            4  metrics           $1.20
Alarms on Jobwatch and unlisted jobs             13  alarms            $1.30
Alarms on the notifier                            3  alarms            $0.30
Composite alarms                                  2  composite alarms  $1.00
Dashboard                                         1  dashboards        $3.00
PutMetricData                                87,600  requests          $0.88
DescribeAlarms                                8,760  requests          $0.09
GetMetricData at cold starts                  3,650  metrics read      $0.04
Lambda time of judge and notifier (arm64)    25,185  GB-s              $0.34
Lambda time of widget views                   1,500  GB-s              $0.02
Lambda runs                                  89,100  runs              $0.02
Scheduler                                    87,600  invocations       $0.09
Logs                                           0.11  GB                $0.06
Queue of alarm changes                       44,184  queue requests    $0.02
Table reads                                  87,600  table reads       $0.01
Table writes                                    512  table writes      $0.00
Mails                                           100  mails             $0.00

Sum                                             USD
2 jobs                                        $6.30
Fixed                                         $8.35
Total                                        $14.65
Less the free tier, if nothing else uses it  -$8.50
More while there are unlisted jobs            $2.70

With                                 Jobs  Fixed   Total
alarms: alert (this configuration)  $6.30  $8.35  $14.65
alarms: job                         $1.00  $6.24   $7.24

With fewer than 20 jobs we recommend "alarms: alert" ($14.65): each alert has an alarm and a metric of its own. "alarms: job" costs $7.24.

- the judge runs once a minute (43800 minutes a month) for 1 s, and so does the notifier for 1.3 s
- every job exports every metric that its settings allow; a missing series costs only its alarm
- a run of the judge logs 1500 bytes and one of the notifier 1000; 100 mails are sent a month
- the dashboard is drawn 300 times a month, and a custom widget takes 2 s
- the samples of Amazon Managed Prometheus are for a scrape interval of 15 s; its price is second hand
- not included: a NAT gateway, secrets
`);
});

test('cost as JSON holds the same, and exits with 1 over its own budget', async () => {
  const poor = `${config}budget: { monthlyUsd: 10 }\n`;
  const { status, stdout, stderr } = await runJobwatch(poor, 'cost', '--format', 'json');
  expect(status).toBe(1);
  expect(stderr).toMatch(/^budget\.monthlyUsd: found \$10\.00, but clipper costs up to \$14\.65/);
  expect(JSON.parse(stdout)).toMatchObject({
    service: 'clipper',
    prices: { asOf: '2026-11-23', region: 'us-east-1' },
    budgetUsd: 10,
    totalUsd: expect.closeTo(14.65, 2),
    modes: {
      alert: { totalUsd: expect.closeTo(14.65, 2) },
      job: { jobsUsd: expect.closeTo(1, 9) },
    },
    recommendedAlarms: 'alert',
    jobs: [{ job: 'webhook_retry' }, { job: 'a\u001b[31m', metrics: 5, alarms: 6 }],
  });
});
