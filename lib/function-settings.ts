/** The settings of a function that an app can choose. */
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as logs from 'aws-cdk-lib/aws-logs';

export interface FunctionSettings {
  /** In MB. More memory also means more CPU, which shortens a cold start. @default 1024 */
  readonly memorySize?: number;
  /**
   * The number of concurrent instances that are reserved for this function, which is also its maximum. A request
   * above it gets a 503, and an alarm rings. @default the account's unreserved concurrency
   */
  readonly reservedConcurrentExecutions?: number;
  /** @default three months */
  readonly logRetention?: logs.RetentionDays;
  /**
   * The VPC to run in. From its subnets, the function must reach DynamoDB (through a gateway endpoint) and the key
   * sets of the issuers (through a NAT gateway, or at private addresses). @default no VPC
   */
  readonly vpc?: ec2.IVpc;
  /** @default the private subnets of the VPC */
  readonly vpcSubnets?: ec2.SubnetSelection;
  /** @default a new one that allows all outbound traffic and no inbound traffic */
  readonly securityGroups?: readonly ec2.ISecurityGroup[];
}
