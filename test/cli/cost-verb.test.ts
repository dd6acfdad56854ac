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
webhook_retry       12       9  $4.50
a\\u{1b}[31m          5       6  $2.10

Fixed                                    Quantity                  USD
Metrics of the service and its checks           8  metrics       $2.40
Ratios of unlisted jobs, an hour a day       0.38  metrics       $0.11
Alarms on the checker and unlisted jobs        17  alarms        $1.70
Dashboard                                       1  dashboards    $3.00
PutMetricData                             219,000  requests      $2.19
GetMetricData at cold starts                1,825  metrics read  $0.02
Lambda time (arm64)                        54,750  GB-s          $0.73
Lambda runs                               219,000  runs          $0.04
Scheduler                                 219,000  invocations   $0.22
Logs                                         0.33  GB            $0.17
Mails                                         100  mails         $0.00

Sum                                              USD
2 jobs                                         $6.60
Fixed                                         $10.58
Total                                         $17.18
Less the free tier, if nothing else uses it  -$10.35
More while there are unlisted jobs             $2.59

- every check runs once a minute (43800 minutes a month) at 256 MB for 1 s
- every job exports all that its settings let it have; a series that is not there costs nothing but its alarm
- a run logs 1500 bytes, and 100 mails are sent a month
- not counted: views of the dashboard (a Lambda run for each custom widget), a NAT gateway, Amazon Managed Prometheus, secrets
`);
});

test('cost as JSON holds the same, and exits with 1 over its own budget', async () => {
  const poor = `${config}budget: { monthlyUsd: 10 }\n`;
  const { status, stdout, stderr } = await runJobwatch(poor, 'cost', '--format', 'json');
  expect(status).toBe(1);
  expect(stderr).toMatch(/^budget\.monthlyUsd: found \$10\.00, but clipper costs up to \$17\.18/);
  expect(JSON.parse(stdout)).toMatchObject({
    service: 'clipper',
    prices: { asOf: '2026-11-23', region: 'us-east-1' },
    budgetUsd: 10,
    totalUsd: expect.closeTo(17.1843, 3),
    jobs: [{ job: 'webhook_retry' }, { job: 'a\u001b[31m', metrics: 5, alarms: 6 }],
  });
});
