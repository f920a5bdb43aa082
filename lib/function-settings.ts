/** What somebody who adds the construct may set of a function. */
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as logs from 'aws-cdk-lib/aws-logs';

export interface FunctionSettings {
  /** In MB. More memory is more CPU, which is what a cold start is made of. @default 1024 */
  readonly memorySize?: number;
  /**
   * Instances that are kept for this function, and its most. One request more gets a 503 from the authorizer,
   * and an alarm. @default the account's unreserved concurrency
   */
  readonly reservedConcurrentExecutions?: number;
  /** @default three months */
  readonly logRetention?: logs.RetentionDays;
  /**
   * The VPC to run in. From its subnets the function has to reach DynamoDB (a gateway endpoint) and the key sets
   * of the issuers (a NAT gateway, or their private addresses). @default none
   */
  readonly vpc?: ec2.IVpc;
  /** @default the private subnets of the VPC */
  readonly vpcSubnets?: ec2.SubnetSelection;
  /** @default one of its own, that lets everything out and nothing in */
  readonly securityGroups?: readonly ec2.ISecurityGroup[];
}
