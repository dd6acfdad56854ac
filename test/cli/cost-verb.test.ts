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

Fixed                                 Quantity                  USD
Metrics of the service                       3  metrics       $0.90
Alarms on Jobwatch and unlisted jobs        13  alarms        $1.30
Dashboard                                    1  dashboards    $3.00
PutMetricData                           43,800  requests      $0.44
GetMetricData at cold starts             3,650  metrics read  $0.04
Lambda time (arm64)                     10,950  GB-s          $0.15
Lambda runs                             43,800  runs          $0.01
Scheduler                               43,800  invocations   $0.04
Logs                                      0.09  GB            $0.05
Mails                                      100  mails         $0.00

Sum                                             USD
2 jobs                                        $6.30
Fixed                                         $5.92
Total                                        $12.22
Less the free tier, if nothing else uses it  -$7.68
More while there are unlisted jobs            $2.70

- the judge runs once a minute (43800 minutes a month) at 256 MB for 1 s
- every job exports every metric that its settings allow; a missing series costs only its alarm
- a run logs 2000 bytes, and 100 mails are sent a month
- not included: views of the dashboard (one Lambda run per custom widget), a NAT gateway, Amazon Managed Prometheus, secrets
`);
});

test('cost as JSON holds the same, and exits with 1 over its own budget', async () => {
  const poor = `${config}budget: { monthlyUsd: 10 }\n`;
  const { status, stdout, stderr } = await runJobwatch(poor, 'cost', '--format', 'json');
  expect(status).toBe(1);
  expect(stderr).toMatch(/^budget\.monthlyUsd: found \$10\.00, but clipper costs up to \$12\.22/);
  expect(JSON.parse(stdout)).toMatchObject({
    service: 'clipper',
    prices: { asOf: '2026-11-23', region: 'us-east-1' },
    budgetUsd: 10,
    totalUsd: expect.closeTo(12.22, 2),
    jobs: [{ job: 'webhook_retry' }, { job: 'a\u001b[31m', metrics: 5, alarms: 6 }],
  });
});
