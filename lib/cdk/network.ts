import {
  type ISecurityGroup,
  type IVpc,
  SecurityGroup,
  type SubnetSelection,
} from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import type { Config } from '../config/config.ts';

export type Network = Readonly<{
  vpc?: IVpc;
  vpcSubnets?: SubnetSelection;
  securityGroups?: readonly ISecurityGroup[];
}>;

/** The configuration with a network of your app in place of its ids. */
export function joinNetwork(scope: Construct, config: Config, network: Network): Config {
  const { vpc, vpcSubnets } = network;
  if (vpc === undefined) return config;
  const { subnetIds } = vpc.selectSubnets(vpcSubnets);
  const groups = network.securityGroups ?? [addGroup(scope, vpc, config)];
  const securityGroupIds = groups.map(({ securityGroupId }) => securityGroupId);
  return { ...config, vpc: { subnetIds, securityGroupIds } };
}

function addGroup(scope: Construct, vpc: IVpc, { service }: Config): ISecurityGroup {
  const description = `Functions of Jobwatch that query the Prometheus of ${service}`;
  return new SecurityGroup(scope, 'SecurityGroup', { vpc, description });
}
