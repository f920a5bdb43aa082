/** The throttling settings of a stage: for all its methods, or for one of them. */
import type { MethodAddress } from '../../core/gateway/match.ts';
import type { MethodSettings } from './stage-schema.ts';

/** `rate` in requests per second, `burst` in requests. Method and path are `*` in the setting for all. */
export interface Throttling {
  readonly httpMethod: string;
  readonly resourcePath: string;
  readonly rate: number;
  readonly burst: number;
}

/** What counts where a setting says one of the two alone ("Amazon API Gateway quotas": of an account in a region). */
const ACCOUNT = { rate: 10_000, burst: 5_000 };

const ALL = '*';

/**
 * The limits of a setting; none where it has none. Throws for a setting of a method that the API does not have. AWS does not
 * document that a setting for GET limits what ANY answers: here nobody is to see a limit that may not be there.
 */
export function throttlingOf(settings: MethodSettings, methods: readonly MethodAddress[]): Throttling[] {
  const { HttpMethod: httpMethod, ResourcePath, ThrottlingRateLimit, ThrottlingBurstLimit } = settings;
  const resourcePath = resourcePathOf(ResourcePath);
  if (ThrottlingRateLimit === undefined && ThrottlingBurstLimit === undefined) return [];
  const setting = `MethodSettings for ${httpMethod} of ${ResourcePath}`;
  if ((httpMethod === ALL) !== (resourcePath === ALL))
    throw new Error(`it does not imitate ${setting}: name one method, or * and /* for all`);
  const there = methods.filter((method) => method.resourcePath === resourcePath);
  if (httpMethod !== ALL && !there.some((method) => method.httpMethod === httpMethod))
    throw new Error(
      `${setting} limits nothing: the API has ${there.map((method) => method.httpMethod).join(', ') || 'no method'} there. ` +
        'Name a method that it has, or remove the limits',
    );
  return [
    {
      httpMethod,
      resourcePath,
      rate: ThrottlingRateLimit ?? ACCOUNT.rate,
      burst: ThrottlingBurstLimit ?? ACCOUNT.burst,
    },
  ];
}

/** `/*` is all, `/` the root, and `/~1a~1b` is `/a/b` (CloudFormation: "AWS::ApiGateway::Stage MethodSetting"). */
function resourcePathOf(written: string): string {
  return written === '/' ? '/' : written.slice(1).replaceAll('~1', '/').replaceAll('~0', '~');
}
