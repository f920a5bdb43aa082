/** Gateway responses that other code changes after the construct has written them. */
import { Aspects, CfnResource } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { foreignApi } from '../../support/stacks/foreign-api.ts';
import type { ForeignApi } from '../../support/stacks/foreign-api.ts';
import { ofType, onlyOne, synthesizedResources } from '../../support/stacks/synth.ts';

const { CfnGatewayResponse, ResponseType } = apigateway;
type Response = apigateway.CfnGatewayResponse;
const header = (name: string) => `gatewayresponse.header.${name}`;

const TYPES = [
  'ACCESS_DENIED',
  'UNAUTHORIZED',
  'AUTHORIZER_FAILURE',
  'AUTHORIZER_CONFIGURATION_ERROR',
  'MISSING_AUTHENTICATION_TOKEN',
  'DEFAULT_4XX',
  'DEFAULT_5XX',
];

/** An aspect over all gateway responses, or those of one type, as apps have them for headers. */
const withAspect = (change: (response: Response) => void, given: ForeignApi = {}, only?: string) => {
  const made = foreignApi(given);
  Aspects.of(made.app).add({
    visit: (node) => {
      if (!(node instanceof CfnGatewayResponse)) return;
      if (only === undefined || node.responseType === only) change(node);
    },
  });
  return made;
};

const merging = (type: apigateway.ResponseType): ForeignApi => ({
  props: { gatewayResponses: 'merge' },
  prepare: (api) => {
    api.addGatewayResponse('Own', { type, statusCode: '403' });
  },
});

describe.each(TYPES)('synth stops, and names the response and the property, of %s,', (type) => {
  const changes: readonly (readonly [string, (response: Response) => void])[] = [
    [
      'ResponseParameters',
      (one) => {
        one.responseParameters = { [header('X-Own')]: "'own'" };
      },
    ],
    [
      'StatusCode',
      (one) => {
        one.addPropertyOverride('StatusCode', '418');
      },
    ],
    [
      'ResponseTemplates',
      (one) => {
        one.responseTemplates = { 'application/json': '{}' };
      },
    ],
    [
      'RestApiId',
      (one) => {
        one.addPropertyOverride('RestApiId', 'abc');
      },
    ],
  ];
  test.each(changes)('whose %s is another', (property, change) => {
    const { app } = withAspect(change, {}, type);
    expect(() => app.synth()).toThrow(
      new RegExp(`/Resource answers for step-up as ${type}, and its ${property} is not what step-up has set`),
    );
  });
});

test('synth stops where one of ours gets another type', () => {
  const { app } = withAspect(
    (one) => {
      one.addPropertyOverride('ResponseType', 'THROTTLED');
    },
    {},
    'ACCESS_DENIED',
  );
  expect(() => app.synth()).toThrow(/as ACCESS_DENIED, and its ResponseType is not what/);
});

test('synth stops where the headers of one that was merged are replaced, or changed in place', () => {
  const given = merging(ResponseType.ACCESS_DENIED);
  const replaced = withAspect((one) => {
    one.responseParameters = {};
  }, given);
  expect(() => replaced.app.synth()).toThrow(/Own\/Resource answers for step-up as ACCESS_DENIED/);
  const inPlace = withAspect((one) => {
    Object.assign(one.responseParameters ?? {}, { [header('WWW-Authenticate')]: "'Basic'" });
  }, given);
  expect(() => inPlace.app.synth()).toThrow(/Own\/Resource answers for step-up as ACCESS_DENIED/);
});

test('synth stops where a header of ours comes again under a name in another case', () => {
  const { app } = withAspect((one) => {
    one.responseParameters = { ...one.responseParameters, [header('CACHE-control')]: "'max-age=60'" };
  });
  expect(() => app.synth()).toThrow(/its ResponseParameters is not what step-up has set/);
});

describe('a header that step-up does not set may be added,', () => {
  const deployed = (value: string) => {
    const { app, stack } = withAspect((one) => {
      one.responseParameters = { ...one.responseParameters, [header('X-Own')]: `'${value}'` };
    });
    return synthesizedResources(app, stack);
  };

  test('and stays', () => {
    for (const { Properties } of ofType(deployed('a'), 'AWS::ApiGateway::GatewayResponse'))
      expect(Properties.ResponseParameters).toMatchObject({ [header('X-Own')]: "'a'" });
  });

  test('and its change makes a new deployment', () => {
    const idWith = (value: string) => onlyOne(deployed(value), 'AWS::ApiGateway::Deployment', 'Api').id;
    expect(idWith('a')).toBe(idWith('a'));
    expect(idWith('a')).not.toBe(idWith('b'));
  });
});

describe('a response of the app is judged by the type in the template:', () => {
  const overridden = (type: apigateway.ResponseType, to: string) => (api: apigateway.RestApi) => {
    const { node } = api.addGatewayResponse('Own', { type });
    for (const one of node.children)
      if (one instanceof CfnGatewayResponse) one.addPropertyOverride('ResponseType', to);
  };

  test('one that became ACCESS_DENIED is refused, before and after the construct', () => {
    const prepare = overridden(ResponseType.THROTTLED, 'ACCESS_DENIED');
    expect(() => foreignApi({ prepare })).toThrow(/already has a gateway response ACCESS_DENIED/);
    const { app, api } = foreignApi();
    prepare(api);
    expect(() => app.synth()).toThrow(/already has a gateway response ACCESS_DENIED/);
  });

  test('one that is no ACCESS_DENIED any more stays as it is', () => {
    const prepare = overridden(ResponseType.ACCESS_DENIED, 'THROTTLED');
    const { app, stack } = foreignApi({ prepare });
    const resources = synthesizedResources(app, stack);
    expect(onlyOne(resources, 'AWS::ApiGateway::GatewayResponse', 'ApiOwn').Properties).toEqual({
      ResponseType: 'THROTTLED',
      RestApiId: expect.anything(),
    });
  });

  test('a bare CfnResource is refused', () => {
    const prepare = ({ stack, restApiId }: apigateway.RestApi) => {
      const properties = { RestApiId: restApiId, ResponseType: 'ACCESS_DENIED', StatusCode: '403' };
      new CfnResource(stack, 'Bare', { type: 'AWS::ApiGateway::GatewayResponse', properties });
    };
    expect(() => foreignApi({ prepare, props: { gatewayResponses: 'merge' } })).toThrow(
      /Bare: .*already has a gateway response ACCESS_DENIED\. It is a bare CfnResource/,
    );
  });
});
