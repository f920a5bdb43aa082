/** Open methods that answer where a protected one seems to, and what synth says of them. */
import { Annotations, Fn, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type { UnprotectedMode } from '../../../lib/gateway/unprotected/report.ts';
import { StepUpAuthorizer } from '../../../lib/step-up-authorizer.ts';
import { foreignApi, warningsOf } from '../../support/stacks/foreign-api.ts';
import { TRUST } from '../../support/stacks/synth.ts';

type Api = apigateway.RestApi;

const at = (api: Api, path: string) => api.root.resourceForPath(path);

const add = (api: Api, route: string) => {
  const [verb = '', path = ''] = route.split(' ');
  return at(api, path).addMethod(verb, new apigateway.MockIntegration());
};

/** The warnings of an API with these open methods, and what `protect` does. */
const warningsWith = (open: readonly string[], protect: (stepUp: StepUpAuthorizer, api: Api) => void) => {
  const { stack, api, stepUp } = foreignApi();
  for (const route of open) add(api, route);
  protect(stepUp, api);
  return warningsOf(stack).filter((text) => /falls-through|open-beside|open-root/.test(text));
};

const methods =
  (...routes: readonly string[]) =>
  (stepUp: StepUpAuthorizer, api: Api) => {
    for (const route of routes) stepUp.protect(add(api, route));
  };

const ALL_BUT_POST = 'GET, HEAD, PUT, PATCH and DELETE';

describe('a verb that a protected resource lacks falls through, and synth names it:', () => {
  test('a method beside an open proxy', () => {
    const [warning, ...others] = warningsWith(['ANY /{proxy+}'], methods('POST /payments'));
    expect(others).toEqual([]);
    expect(warning).toContain(`Foreign/Api/Default/payments/POST: `);
    expect(warning).toContain(`${ALL_BUT_POST} /payments can reach ANY /{proxy+}, which is open`);
    expect(warning).toContain('[ack: step-up-authorizer:falls-through]');
  });

  test('a whole protected resource', () => {
    const warnings = warningsWith(['PUT /{proxy+}'], (stepUp, api) => {
      stepUp.protect(at(api, '/payments'));
      add(api, 'POST /payments');
    });
    expect(warnings).toEqual([
      expect.stringMatching(
        /PUT \/payments can reach PUT \/{proxy\+}, which is open: \/payments has no method for it/,
      ),
    ]);
  });

  test('a nested proxy, below its parent and at it', () => {
    const warnings = warningsWith(['ANY /{proxy+}'], methods('GET /admin/{proxy+}'));
    expect(warnings).toEqual([
      expect.stringContaining('HEAD, POST, PUT, PATCH and DELETE /admin/{proxy+} can reach ANY /{proxy+}'),
      expect.stringContaining(
        'GET /admin can reach ANY /{proxy+}, which is open: /admin has no method for it',
      ),
    ]);
  });

  test('an open {id} beside a protected me', () => {
    const warnings = warningsWith(['GET /users/{id}', 'PUT /users/{id}'], methods('GET /users/me'));
    expect(warnings).toEqual([expect.stringContaining('PUT /users/me can reach PUT /users/{id}')]);
  });

  test('an open resource behind one that is protected: which of the two AWS takes is not known', () => {
    const warnings = warningsWith(['ANY /{proxy+}'], methods('ANY /users/{id}', 'GET /users/me'));
    expect(warnings).toEqual([
      expect.stringContaining('HEAD, POST, PUT, PATCH and DELETE /users/me can reach ANY /{proxy+}'),
    ]);
  });

  test('a CfnMethod of a resource that the app made as CloudFormation has it', () => {
    const warnings = warningsWith([], (stepUp, api) => {
      const proxy = new apigateway.CfnResource(api, 'Raw', {
        parentId: api.restApiRootResourceId,
        pathPart: '{proxy+}',
        restApiId: api.restApiId,
      });
      new apigateway.CfnMethod(api, 'RawAny', {
        httpMethod: 'ANY',
        resourceId: Fn.ref(Stack.of(api).getLogicalId(proxy)),
        restApiId: api.restApiId,
      });
      methods('POST /payments')(stepUp, api);
    });
    expect(warnings).toEqual([expect.stringContaining('can reach ANY /{proxy+}')]);
  });
});

describe('an open method beside a protected one is named:', () => {
  test.each<[string, string, string, string]>([
    [
      'of the same resource',
      'PUT /payments',
      'POST /payments',
      'PUT /payments is open, beside POST /payments',
    ],
    ['ANY of the same resource', 'ANY /payments', 'POST /payments', 'ANY /payments is open, beside POST'],
    [
      'within a protected proxy',
      'GET /admin/users',
      'ANY /admin/{proxy+}',
      'GET /admin/users is open, beside ANY',
    ],
    [
      'within a protected {id}',
      'GET /users/me',
      'GET /users/{id}',
      'GET /users/me is open, beside GET /users/{id}',
    ],
    [
      'at the parent of a proxy',
      'GET /admin',
      'ANY /admin/{proxy+}',
      'GET /admin is open, beside ANY /admin/{proxy+}',
    ],
  ])('%s', (_, open, guarded, expected) => {
    const { stack, api, stepUp } = foreignApi();
    stepUp.protect(add(api, guarded));
    const { node } = add(api, open);
    expect(warningsOf(stack)).toEqual([expect.stringMatching(`${node.path}.*open-beside`)]);
    expect(warningsOf(stack)[0]).toContain(expected);
  });
});

describe('nothing is said', () => {
  test.each<[string, readonly string[], readonly string[]]>([
    ['of public routes elsewhere', ['GET /health', 'ANY /public/{proxy+}', 'GET /'], ['POST /payments']],
    ['where ANY is protected', ['ANY /{proxy+}'], ['ANY /payments']],
    ['where the proxy is protected, too', [], ['POST /payments', 'ANY /{proxy+}', 'ANY /']],
    ['of a resource below', ['GET /payments/{id}'], ['POST /payments']],
    ['of a less specific resource for the same verb alone', ['GET /users/{id}'], ['GET /users/me']],
    ['of other verbs within a protected {id}', ['PUT /users/me'], ['GET /users/{id}']],
    ['where nothing is protected', ['ANY /{proxy+}', 'GET /payments'], []],
  ])('%s', (_, open, guarded) => {
    expect(warningsWith(open, methods(...guarded))).toEqual([]);
  });

  test('of OPTIONS, and of methods that something else authorizes', () => {
    const warnings = warningsWith([], (stepUp, api) => {
      const authorizationType = apigateway.AuthorizationType.IAM;
      api.root.addProxy({
        defaultIntegration: new apigateway.MockIntegration(),
        defaultMethodOptions: { authorizationType },
      });
      stepUp.protect(add(api, 'POST /payments'));
      at(api, '/payments').addMethod('PUT', undefined, { authorizationType });
    });
    expect(warnings).toEqual([]);
  });
});

test('a hole is closed by an ANY that denies, as docs/deploy.md says', () => {
  const warnings = warningsWith(['ANY /{proxy+}'], (stepUp, api) => {
    stepUp.protect(add(api, 'POST /payments'), { acr: 'urn:example:loa:2' });
    stepUp.protect(add(api, 'ANY /payments'), { deny: true });
  });
  expect(warnings).toEqual([]);
});

describe('a proxy at the root whose ANY is protected', () => {
  const defaultIntegration = new apigateway.MockIntegration();
  const protectProxy = (stepUp: StepUpAuthorizer, api: Api) => {
    const { anyMethod } = api.root.addProxy({ defaultIntegration });
    if (anyMethod !== undefined) stepUp.protect(anyMethod, {});
  };

  test('leaves the copy at / open, as docs/deploy.md says, and synth names two ways out', () => {
    const [warning = '', ...others] = warningsWith([], protectProxy);
    expect(others).toEqual([]);
    expect(warning).toMatch(/Foreign\/Api\/Default\/ANY: .*ANY \/ is open.*open-root/);
    expect(warning).toContain('stepUp.protect(api.root, {})');
    expect(warning).toContain("api.root.addResource('{proxy+}')");
  });

  test.each<[string, (stepUp: StepUpAuthorizer, api: Api) => void]>([
    [
      'that the root is protected, too',
      (stepUp, api) => {
        protectProxy(stepUp, api);
        stepUp.protect(api.root, {});
      },
    ],
    [
      'that the proxy is made by addResource',
      (stepUp, api) => {
        stepUp.protect(api.root.addResource('{proxy+}').addMethod('ANY', defaultIntegration), {});
      },
    ],
  ])('leaves nothing open where it is done: %s', (_, protect) => {
    expect(warningsWith([], protect)).toEqual([]);
  });
});

describe('a hole that is meant to be there', () => {
  const ID = 'step-up-authorizer:falls-through';

  const withHoles = (unprotected: UnprotectedMode) => {
    const { app, stack, api, stepUp } = foreignApi({ props: { unprotected } });
    add(api, 'ANY /{proxy+}');
    for (const route of ['POST /payments', 'POST /payouts']) stepUp.protect(add(api, route));
    return { app, stack, api };
  };

  test('is acknowledged at its resource, and the others stay', () => {
    const { stack, api } = withHoles('warn');
    Annotations.of(at(api, '/payments')).acknowledgeWarning(ID);
    expect(warningsOf(stack)).toEqual([expect.stringContaining('/payouts can reach')]);
  });

  test('stops synth with unprotected: error, unless it is acknowledged', () => {
    const { app } = withHoles('error');
    expect(() => app.synth()).toThrow(/payments\/POST: GET.*\/payments can reach[\s\S]*\/payouts can reach/);
    const accepted = withHoles('error');
    for (const path of ['/payments', '/payouts'])
      Annotations.of(at(accepted.api, path)).acknowledgeWarning(ID);
    expect(() => accepted.app.synth()).not.toThrow();
  });

  test('says in the error how to acknowledge it', () => {
    const { app } = withHoles('error');
    expect(() => app.synth()).toThrow(`Annotations.of(method).acknowledgeWarning('${ID}')`);
  });

  test('is not acknowledged by the id with the prefix that CDK prints, as docs/deploy.md says', () => {
    const { stack, api } = withHoles('warn');
    Annotations.of(api).acknowledgeWarning(`Annotation::${ID}`);
    expect(warningsOf(stack)).toHaveLength(2);
    Annotations.of(api).acknowledgeWarning(ID);
    expect(warningsOf(stack)).toEqual([]);
  });
});

describe('an API whose methods synth does not see is refused', () => {
  const apiDefinition = apigateway.ApiDefinition.fromInline({ openapi: '3.0.1', paths: {} });
  const make = (stack: Stack, api: unknown) =>
    // @ts-expect-error: TypeScript would say so itself.
    new StepUpAuthorizer(stack, 'StepUp', { api, trust: TRUST });

  test('when it is imported, or made from a definition', () => {
    const stack = new Stack();
    expect(() => make(stack, apigateway.RestApi.fromRestApiId(stack, 'Imported', 'abc'))).toThrow(
      /Imported is not an API whose methods CDK makes/,
    );
    const other = new Stack();
    expect(() => make(other, new apigateway.SpecRestApi(other, 'Spec', { apiDefinition }))).toThrow(
      /Spec is not an API whose methods CDK makes/,
    );
  });

  test('when it gets a definition later', () => {
    const { app, api } = foreignApi();
    if (api.node.defaultChild instanceof apigateway.CfnRestApi)
      api.node.defaultChild.body = { openapi: '3.0.1', paths: {} };
    expect(() => app.synth()).toThrow(/it has a definition \(body\)/);
  });
});
