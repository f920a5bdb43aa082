/** Deployments and stages that an app makes beside CDK's own, or instead of them. */
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { foreignApi, warningsOf } from '../../support/stacks/foreign-api.ts';
import { ofType, onlyOne, synthesizedResources, TRUST } from '../../support/stacks/synth.ts';

describe('stages of one’s own', () => {
  const exchange = { HttpMethod: 'POST', ResourcePath: '/~1step-up~1token', DataTraceEnabled: false };

  /** CDK makes no deployment and no stage; the owner makes one of each, or two stages. */
  const withStages = (stageNames: readonly string[], allowedOrigins: readonly string[] = []) => {
    const { app, stack, api, stepUp } = foreignApi({
      apiProps: { deploy: false },
      props: { trust: { ...TRUST, cors: { allowedOrigins } } },
    });
    // @ts-expect-error: CDK's own types do not agree under exactOptionalPropertyTypes.
    const deployment = new apigateway.Deployment(stack, 'Live', { api });
    for (const stageName of stageNames) new apigateway.Stage(stack, stageName, { stageName, deployment });
    const method = api.root.addMethod('GET');
    return { app, stack, api, stepUp, method };
  };

  test('are throttled at the exchange, each', () => {
    const { app, stack, stepUp, method } = withStages(['blue', 'green']);
    stepUp.protect(method);
    const stages = ofType(synthesizedResources(app, stack), 'AWS::ApiGateway::Stage');
    expect(stages).toHaveLength(2);
    for (const { Properties } of stages)
      expect(Properties.MethodSettings).toContainEqual(
        expect.objectContaining({ ...exchange, ThrottlingRateLimit: 50 }),
      );
  });

  test('and the one that CDK makes, too', () => {
    const { app, stack, api } = foreignApi();
    const deployment = api.latestDeployment;
    if (deployment === undefined) throw new Error('CDK made no deployment');
    new apigateway.Stage(stack, 'beta', { stageName: 'beta', deployment });
    const stages = ofType(synthesizedResources(app, stack), 'AWS::ApiGateway::Stage');
    expect(stages.map(({ Properties }) => Properties.MethodSettings)).toEqual([
      expect.arrayContaining([expect.objectContaining(exchange)]),
      expect.arrayContaining([expect.objectContaining(exchange)]),
    ]);
  });

  test('wait for everything of ours, and get a new deployment when it changes', () => {
    const deploymentOf = (protect: boolean, origins: string[] = []) => {
      const { app, stack, stepUp, method } = withStages(['live'], origins);
      if (protect) stepUp.protect(method);
      return onlyOne(synthesizedResources(app, stack), 'AWS::ApiGateway::Deployment', 'Live');
    };
    const before = deploymentOf(false);
    const after = deploymentOf(true);
    expect(after.id).not.toBe(before.id);
    expect(deploymentOf(true).id).toBe(after.id);
    expect(deploymentOf(false, ['https://app.example.com']).id).not.toBe(before.id);
    expect(after.DependsOn).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/RequestAuthorizer/),
        expect.stringMatching(/StepUpACCESSDENIED/),
        expect.stringMatching(/^ApiGET/),
        expect.stringMatching(/stepuptokenPOST/),
      ]),
    );
  });

  test('wait for the policies, the permission to call the functions, and what these may do', () => {
    const { app, stack } = withStages(['live']);
    const resources = synthesizedResources(app, stack);
    const { id: live } = onlyOne(resources, 'AWS::ApiGateway::Deployment', 'Live');
    const before = (id: string): string[] =>
      (resources[id]?.DependsOn ?? []).flatMap((one) => [one, ...before(one)]);
    const awaited = [
      ...ofType(resources, 'Custom::StepUpPolicySeeds'),
      ...ofType(resources, 'AWS::Lambda::Permission'),
      ...['AWS::Lambda::Function', 'AWS::IAM::Role', 'AWS::IAM::Policy']
        .flatMap((type) => ofType(resources, type))
        .filter(({ id }) => /^StepUp(Authorizer|TokenExchange|PolicySeeds)/.test(id)),
    ];
    expect(awaited).toHaveLength(1 + 2 + 3 * 3);
    expect(awaited.map(({ id }) => id).filter((id) => !before(live).includes(id))).toEqual([]);
  });

  test('find the policies in a table before the functions use it', () => {
    const { app, stack } = withStages(['live']);
    const resources = synthesizedResources(app, stack);
    const [seeds] = ofType(resources, 'Custom::StepUpPolicySeeds');
    for (const name of ['StepUpAuthorizer', 'StepUpTokenExchange'])
      for (const [type, part] of [
        ['AWS::Lambda::Function', name],
        // Until then the function reads the former table.
        ['AWS::IAM::Policy', `${name}ServiceRole`],
      ] as const)
        expect(onlyOne(resources, type, part).DependsOn).toContain(seeds?.id);
  });

  test('of a CfnDeployment stop synth, which names it and says what to make', () => {
    const { app, stack, api } = foreignApi({ apiProps: { deploy: false } });
    const cfnApi = api.node.defaultChild;
    const ref = cfnApi instanceof apigateway.CfnRestApi ? cfnApi.ref : '';
    for (const [id, restApiId] of [
      ['Live', api.restApiId],
      ['Blue', ref],
    ] as const)
      new apigateway.CfnDeployment(stack, id, { restApiId });
    expect(() => synthesizedResources(app, stack)).toThrow(
      /Live is a CfnDeployment[^]*Make a Deployment[^]*Blue is a CfnDeployment/,
    );
  });

  test('of a Deployment whose logical id is fixed stop synth, which names it', () => {
    const { app, api } = foreignApi();
    const { latestDeployment: deployment } = api;
    const [cfnDeployment] = (deployment?.node.children ?? []).filter(
      (node) => node instanceof apigateway.CfnDeployment,
    );
    cfnDeployment?.overrideLogicalId('Fixed');
    expect(() => app.synth()).toThrow(
      /Foreign\/Api\/Deployment has a logical id that does not change with what is protected/,
    );
  });

  test('with the fixed id of a deployment are warned of; those of a Deployment are not', () => {
    const { stack } = withStages(['blue', 'green']);
    expect(warningsOf(stack)).toEqual([]);
    const old = foreignApi();
    new apigateway.CfnStage(old.stack, 'Old', {
      restApiId: old.api.restApiId,
      deploymentId: 'abc123',
      stageName: 'old',
    });
    expect(warningsOf(old.stack)).toEqual([
      expect.stringMatching(/Old serves a deployment that synth does not know.*fixed-deployment/),
    ]);
  });

  test('are followed in another stack, too', () => {
    const withDeployment = (protect: boolean) => {
      const { app, stack, api, stepUp } = foreignApi({ apiProps: { deploy: false } });
      const method = api.root.addMethod('GET');
      if (protect) stepUp.protect(method);
      const other = new Stack(app, 'Other');
      const imported = apigateway.RestApi.fromRestApiId(other, 'Api', api.restApiId);
      const deployment = new apigateway.Deployment(other, 'Live', { api: imported });
      new apigateway.Stage(other, 'Stage', { stageName: 'live', deployment });
      const resources = synthesizedResources(app, other);
      expect(other.dependencies).toContain(stack);
      return {
        id: onlyOne(resources, 'AWS::ApiGateway::Deployment', 'Live').id,
        settings: onlyOne(resources, 'AWS::ApiGateway::Stage', 'Stage').Properties.MethodSettings,
      };
    };
    expect(withDeployment(true).id).not.toBe(withDeployment(false).id);
    expect(withDeployment(true).settings).toContainEqual(expect.objectContaining(exchange));
  });

  test('keep their deployment however often the app is synthesized', () => {
    const { stack } = withStages(['live']);
    // CDK's assertions force a synth each time.
    const first = Template.fromStack(stack).findResources('AWS::ApiGateway::Deployment');
    expect(Template.fromStack(stack).findResources('AWS::ApiGateway::Deployment')).toEqual(first);
  });

  test('do so, too, when they were given the API as imported', () => {
    const deploymentOf = (protect: boolean) => {
      const { app, stack, api, stepUp } = foreignApi({ apiProps: { deploy: false } });
      const imported = apigateway.RestApi.fromRestApiId(stack, 'Imported', api.restApiId);
      new apigateway.Deployment(stack, 'Live', { api: imported });
      const method = api.root.addMethod('GET');
      if (protect) stepUp.protect(method);
      return onlyOne(synthesizedResources(app, stack), 'AWS::ApiGateway::Deployment', 'Live');
    };
    const after = deploymentOf(true);
    expect(after.id).not.toBe(deploymentOf(false).id);
    expect(after.DependsOn).toContainEqual(expect.stringMatching(/^ApiGET/));
  });

  test('that cache do not cache our endpoints: settings of a method would turn it on for POST', () => {
    const { app, stack } = foreignApi({ apiProps: { deployOptions: { cachingEnabled: true } } });
    const { Properties } = onlyOne(synthesizedResources(app, stack), 'AWS::ApiGateway::Stage', 'Api');
    expect(Properties.MethodSettings).toEqual([
      expect.objectContaining({ ResourcePath: '/*', CachingEnabled: true }),
      expect.objectContaining({ ...exchange, CachingEnabled: false }),
      expect.objectContaining({ HttpMethod: 'GET', CachingEnabled: false }),
    ]);
  });

  test('may all invoke the exchange', () => {
    const { app, stack } = withStages(['blue', 'green']);
    const permissions = ofType(synthesizedResources(app, stack), 'AWS::Lambda::Permission').filter(
      ({ Properties }) => JSON.stringify(Properties.FunctionName).includes('TokenExchange'),
    );
    expect(permissions).toHaveLength(1);
    expect(JSON.stringify(permissions[0]?.Properties.SourceArn)).toMatch(/"\/\*\/\*\/\*"/);
  });
});
