/** What programs outside the stack need to know about it: its addresses, its tables, its methods. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TRUST_FILE } from '../core/contract.ts';
import type { MethodAddress } from '../core/gateway/match.ts';
import type { LocalStack } from './stack.ts';
import type { MethodResource } from './template/api.ts';
import type { FunctionResource, Template } from './template/template.ts';

interface Route {
  readonly method: string;
  readonly template: string;
}

export interface StackDescription {
  /** Of the process that the stack runs in. */
  readonly pid: number;
  readonly apiUrl: string;
  /** Of its own provider, if it has one. */
  readonly issuer?: string;
  /** URL of the tables. */
  readonly endpoint: string;
  readonly region: string;
  /** Environment of the authorizer: its tables, and values of the trust config that are known only at deployment. */
  readonly environment: Readonly<Record<string, string>>;
  /** The file with the trust config beside the code of the authorizer; undefined where nothing is protected. */
  readonly trustFile?: string;
  /** The methods that the authorizer protects. */
  readonly routes: readonly Route[];
  /** The methods without it: open ones, and those of another authorizer. */
  readonly otherMethods: readonly Route[];
  /** The table with the record of changes; undefined where no function can write it. */
  readonly auditTable?: string;
}

/** What is described of a stack. */
type Described = Pick<LocalStack, 'apiUrl' | 'dynamodb' | 'template'> & {
  readonly provider: { readonly issuer: string } | undefined;
};

/** Describes a stack of this process. */
export function describeStack({ apiUrl, provider, dynamodb, template }: Described): StackDescription {
  const { methods } = template.api;
  const authorizer = ownAuthorizer(template);
  const isProtected = (method: MethodResource) =>
    authorizer !== undefined && method.authorizer?.functionId === authorizer.logicalId;
  // Without streams the table stays empty, which would say that nothing was ever changed.
  const auditTable = dynamodb.hasStreams
    ? template.tables.find(({ name }) => name.includes('Audit'))?.name
    : undefined;
  return {
    pid: process.pid,
    apiUrl,
    ...(provider === undefined ? {} : { issuer: provider.issuer }),
    endpoint: dynamodb.endpoint,
    region: template.region,
    environment: { ...authorizer?.environment },
    ...(authorizer === undefined
      ? {}
      : { trustFile: readFileSync(join(authorizer.folder, TRUST_FILE), 'utf8') }),
    routes: methods.filter(isProtected).map(routeOf),
    otherMethods: methods.filter((method) => !isProtected(method)).map(routeOf),
    ...(auditTable === undefined ? {} : { auditTable }),
  };
}

/** The function of the construct's authorizer, which has the trust config beside its code. The API may have other authorizers. */
function ownAuthorizer({ api: { methods }, functions }: Template): FunctionResource | undefined {
  const authorizers = new Set(methods.map(({ authorizer }) => authorizer?.functionId));
  return functions.find(
    ({ logicalId, folder }) => authorizers.has(logicalId) && existsSync(join(folder, TRUST_FILE)),
  );
}

function routeOf({ httpMethod, resourcePath }: MethodAddress): Route {
  return { method: httpMethod, template: resourcePath };
}
