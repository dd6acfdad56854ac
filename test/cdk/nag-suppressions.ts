/**
 * Permissions on a wildcard that cdk-nag finds, action by action; any other finding fails the test.
 */
type Suppression = Readonly<{
  resource: string;
  actions: readonly string[];
  reason: string;
}>;

/** docs/permissions.md explains them in more detail. */
export const suppressions: readonly Suppression[] = [
  {
    resource: '*',
    actions: ['cloudwatch:PutMetricData'],
    reason: 'AWS knows no resource for it; a condition holds it to the namespace of the service.',
  },
  {
    resource: '*',
    actions: ['cloudwatch:GetMetricData'],
    reason: 'AWS knows neither a resource nor a condition for it; it reads figures, and only that.',
  },
  {
    resource: '*',
    actions: ['cloudwatch:DescribeAlarms'],
    reason: 'Only with every resource does it answer for all alarms; it reads, and only that.',
  },
  {
    resource: 'arn:aws:kms:eu-west-1:123456789012:key/*',
    actions: ['kms:Decrypt'],
    reason:
      'The key of a secret is not in the configuration; conditions hold it to that one secret, through its store.',
  },
  {
    resource: '*',
    actions: [
      'ec2:CreateNetworkInterface',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSubnets',
      'ec2:DeleteNetworkInterface',
      'ec2:AssignPrivateIpAddresses',
      'ec2:UnassignPrivateIpAddresses',
    ],
    reason:
      'Lambda asks for them on every resource before it enters a VPC; a condition keeps them from the function itself.',
  },
];
