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
  expect(stdout).toBe(`What clipper costs per month at most (AWS us-east-1, prices of 2026-11-23)

Job            Metrics  Alarms    USD
webhook_retry       11       9  $4.20
a\\u{1b}[31m          5       6  $2.10

Fixed                                      Quantity                      USD
Metrics of the service                            2  metrics           $0.60
Alarms on Jobwatch and unlisted jobs             13  alarms            $1.30
Alarms on the notifier                            3  alarms            $0.30
Composite alarms                                  1  composite alarms  $0.50
Dashboard                                         1  dashboards        $3.00
PutMetricData                                43,800  requests          $0.44
DescribeAlarms                                8,760  requests          $0.09
GetMetricData                                 4,015  metrics read      $0.04
Lambda time of judge and notifier (arm64)    27,466  GB-s              $0.37
Lambda time of widget views                   1,515  GB-s              $0.02
Lambda runs                                  89,100  runs              $0.02
Scheduler                                    87,600  invocations       $0.09
Logs                                           0.12  GB                $0.06
Queue of alarm changes                       44,184  queue requests    $0.02
Table reads                                  87,600  table reads       $0.01
Table writes                                    512  table writes      $0.00
Mails                                           100  mails             $0.00

Sum                                             USD
2 jobs                                        $6.30
Fixed                                         $6.85
Total                                        $13.15
Less the free tier, if nothing else uses it  -$8.10
More while there are unlisted jobs            $3.00

With                                 Jobs  Fixed   Total
alarms: alert (this configuration)  $6.30  $6.85  $13.15
alarms: job                         $1.00  $5.53   $6.53

With fewer than 20 jobs we recommend "alarms: alert" ($13.15): each alert has its own alarm and metric. "alarms: job" costs $6.53.

- the judge runs once a minute (43800 minutes a month) for a second, or a second for each 500 jobs; the notifier runs for 1.3 s
- 12 cold starts a day take 25 s each
- every job exports every metric that its settings allow; a missing series costs only its alarm
- a run of the judge logs 1500 bytes and one of the notifier 1100; 100 mails are sent a month
- the dashboard is drawn 300 times a month, and a custom widget takes two seconds and one for each 100 jobs
- the samples of Amazon Managed Prometheus are for a scrape interval of 15 s; their price comes from a secondary source
- not included: a NAT gateway, secrets
`);
});

test('cost as JSON has the same figures, and exits with 1 over its own budget', async () => {
  const poor = `${config}budget: { monthlyUsd: 10 }\n`;
  const { status, stdout, stderr } = await runJobwatch(poor, 'cost', '--format', 'json');
  expect(status).toBe(1);
  expect(stderr).toMatch(/^budget\.monthlyUsd: found \$10\.00, but clipper costs up to \$13\.15/);
  expect(JSON.parse(stdout)).toMatchObject({
    service: 'clipper',
    prices: { asOf: '2026-11-23', region: 'us-east-1' },
    budgetUsd: 10,
    totalUsd: expect.closeTo(13.15, 2),
    modes: {
      alert: { totalUsd: expect.closeTo(13.15, 2) },
      job: { jobsUsd: expect.closeTo(1, 9) },
    },
    recommendedAlarms: 'alert',
    jobs: [{ job: 'webhook_retry' }, { job: 'a\u001b[31m', metrics: 5, alarms: 6 }],
  });
});
