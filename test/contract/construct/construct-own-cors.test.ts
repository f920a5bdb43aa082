/** An API with CORS of its own, and a trust config without: browsers would keep challenges from its pages. */
import { Annotations } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { foreignApi, warningsOf } from '../../support/stacks/foreign-api.ts';
import type { ForeignApi } from '../../support/stacks/foreign-api.ts';
import { TRUST } from '../../support/stacks/synth.ts';

const NO_CORS = { trust: { ...TRUST, cors: { allowedOrigins: [] } } };
const SHOP = 'https://shop.example.com';

/** The warnings of an API with a protected GET /accounts. */
const ownCors = (given: ForeignApi & { readonly more?: (api: apigateway.RestApi) => void }) => {
  const { stack, api, stepUp } = foreignApi({ props: NO_CORS, ...given });
  stepUp.protect(api.root.resourceForPath('/accounts').addMethod('GET'));
  given.more?.(api);
  return warningsOf(stack).filter((text) => text.includes('own-cors'));
};

const corsAt =
  (path: string, options: Partial<apigateway.CorsOptions> = {}) =>
  (api: apigateway.RestApi) => {
    api.root.resourceForPath(path).addCorsPreflight({ allowOrigins: [SHOP], ...options });
  };

/** As the warning names it, in the JSON that an annotation is printed in here. */
const written = (...origins: string[]) => JSON.stringify(JSON.stringify(origins)).slice(1, -1);

describe('synth warns, with the origins and what to write', () => {
  test.each<[string, Parameters<typeof ownCors>[0], string[]]>([
    ['of an OPTIONS by addCorsPreflight', { more: corsAt('/accounts') }, [SHOP]],
    [
      'of one with several origins',
      {
        more: corsAt('/accounts', { allowOrigins: [SHOP, 'https://b.example.com', 'http://localhost:3000'] }),
      },
      [SHOP, 'https://b.example.com', 'http://localhost:3000'],
    ],
    [
      'of defaultCorsPreflightOptions',
      { apiProps: { defaultCorsPreflightOptions: { allowOrigins: [SHOP] } } },
      [SHOP],
    ],
    ['of an OPTIONS of a proxy, which answers for the method', { more: corsAt('/{proxy+}') }, [SHOP]],
    [
      'of an OPTIONS that is written by hand',
      {
        more: (api) => {
          api.root.resourceForPath('/accounts').addMethod(
            'OPTIONS',
            new apigateway.MockIntegration({
              integrationResponses: [
                {
                  statusCode: '200',
                  responseParameters: { 'method.response.header.Access-Control-Allow-Origin': `'${SHOP}'` },
                },
              ],
            }),
          );
        },
      },
      [SHOP],
    ],
    [
      'of one whose header is in small letters, in the second of its answers',
      {
        more: (api) => {
          const header = 'method.response.header.access-control-allow-origin';
          const integrationResponses = [
            { statusCode: '500' },
            { statusCode: '200', responseParameters: { [header]: `'${SHOP}'` } },
          ];
          api.root
            .resourceForPath('/accounts')
            .addMethod('OPTIONS', new apigateway.MockIntegration({ integrationResponses }));
        },
      },
      [SHOP],
    ],
    [
      'of a gateway response that is added later',
      {
        more: (api) => {
          api.addGatewayResponse('Throttled', {
            type: apigateway.ResponseType.THROTTLED,
            responseHeaders: { 'Access-Control-Allow-Origin': `'${SHOP}'` },
          });
        },
      },
      [SHOP],
    ],
    [
      'of a gateway response of another type',
      {
        prepare: (api) => {
          api.addGatewayResponse('Throttled', {
            type: apigateway.ResponseType.THROTTLED,
            responseHeaders: { 'access-control-allow-origin': `'${SHOP}'` },
          });
        },
        props: { ...NO_CORS, gatewayResponses: 'replace' },
      },
      [SHOP],
    ],
    [
      'of a gateway response whose headers are replaced',
      {
        prepare: (api) => {
          api.addGatewayResponse('Denied', {
            type: apigateway.ResponseType.ACCESS_DENIED,
            responseHeaders: { 'Access-Control-Allow-Origin': `'${SHOP}'` },
          });
        },
        props: { ...NO_CORS, gatewayResponses: 'replace' },
      },
      [SHOP],
    ],
  ])('%s', (_, given, origins) => {
    const [warning = '', ...others] = ownCors(given);
    expect(others).toEqual([]);
    expect(warning).toContain(`lets pages of ${origins.join(', ')} call it`);
    expect(warning).toContain(`allowedOrigins\\": ${written(...origins)}`);
  });

  test('of any origin, without naming * as what to write', () => {
    const [warning = ''] = ownCors({
      more: corsAt('/accounts', { allowOrigins: apigateway.Cors.ALL_ORIGINS }),
    });
    expect(warning).toContain('lets pages of any origin (*) call it (OPTIONS /accounts)');
    expect(warning).toContain(written('https://app.example.com'));
  });
});

describe('synth does not warn', () => {
  test.each<[string, Parameters<typeof ownCors>[0]]>([
    ['where the trust config names origins', { prepare: corsAt('/accounts'), props: {} }],
    ['where the API has no CORS', {}],
    ['where only methods without step-up have CORS', { more: corsAt('/public') }],
    [
      'of the OPTIONS that it adds itself beside ANY',
      { prepare: (api) => void api.root.resourceForPath('/files').addMethod('ANY') },
    ],
    [
      'where a merge keeps the header on refusals',
      {
        more: corsAt('/accounts'),
        prepare: (api) => {
          api.addGatewayResponse('Own', {
            type: apigateway.ResponseType.DEFAULT_4XX,
            responseHeaders: { 'Access-Control-Allow-Origin': `'${SHOP}'` },
          });
        },
        props: { ...NO_CORS, gatewayResponses: 'merge' },
      },
    ],
    [
      'where it was acknowledged',
      {
        more: (api) => {
          corsAt('/accounts')(api);
          Annotations.of(api).acknowledgeWarning('step-up-authorizer:own-cors');
        },
      },
    ],
  ])('%s', (_, given) => {
    expect(ownCors(given)).toEqual([]);
  });
});
