/** One app deployed under two stack names, in one account and region. */
import { Aws, CfnParameter, NestedStack, ScopedAws, Stack, Stage } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type { Construct } from 'constructs';
import * as v from 'valibot';
import { resolve } from '../../../local/template/intrinsics.ts';
import { StepUpStack } from '../../../lib/example/stack.ts';
import { StepUpAuthorizer, StepUpMonitoring } from '../../../lib/index.ts';
import { allWarningsOf } from '../../support/stacks/foreign-api.ts';
import { newApp, ofType, synthesizedResources, TRUST } from '../../support/stacks/synth.ts';
import type { Resources } from '../../support/stacks/synth.ts';

const alarmSchema = v.object({
  Namespace: v.string(),
  MetricName: v.string(),
  Dimensions: v.array(v.object({ Name: v.string(), Value: v.unknown() })),
});

/** What CloudFormation makes of a value where the stack has this name: each stack has resources of its own. */
function deployed(value: unknown, stackName: string): string {
  return JSON.stringify(
    resolve(value, (id) => (id === 'AWS::StackName' ? stackName : `${id} of ${stackName}`)),
  );
}

/** The metrics for which the alarms of a stack wait. */
function awaited(resources: Resources, stackName: string): string[] {
  return ofType(resources, 'AWS::CloudWatch::Alarm').map(({ Properties }) => {
    const { Namespace, MetricName, Dimensions } = v.parse(alarmSchema, Properties);
    return `${Namespace} ${MetricName} ${deployed(Dimensions, stackName)}`;
  });
}

/** The name under which each of our functions counts: Powertools takes it from the environment. */
function services(resources: Resources, stackName: string): string[] {
  return ofType(resources, 'AWS::Lambda::Function').flatMap(({ Properties }) => {
    const schema = v.object({ Environment: v.object({ Variables: v.record(v.string(), v.unknown()) }) });
    if (!v.is(schema, Properties)) return [];
    const { POWERTOOLS_SERVICE_NAME: service } = Properties.Environment.Variables;
    return service === undefined ? [] : [deployed(service, stackName)];
  });
}

function example(stackName: string): Resources {
  const app = newApp();
  return synthesizedResources(app, new StepUpStack(app, 'Shop', { trust: TRUST, stackName }));
}

/** An API with step-up; `name` is that of the API, and its id by default. */
function protectedApi(scope: Construct, id: string, name?: string): StepUpAuthorizer {
  const api = new apigateway.RestApi(scope, `${id}Api`, name === undefined ? {} : { restApiName: name });
  const stepUp = new StepUpAuthorizer(scope, id, { api, trust: TRUST });
  stepUp.protect(api.root.addMethod('GET', new apigateway.MockIntegration()), {});
  return stepUp;
}

test('no alarm of one deployment waits for a metric of the other', () => {
  const template = example('shop-dev');
  const [dev, prod] = [awaited(template, 'shop-dev'), awaited(example('shop-prod'), 'shop-prod')];
  expect(dev).toHaveLength(17);
  expect(dev.filter((metric) => prod.includes(metric))).toEqual([]);
  // The template alone, deployed twice by another tool than CDK, which fixes no name.
  const again = awaited(template, 'shop-test');
  expect(dev.filter((metric) => again.includes(metric))).toEqual([]);
  // The alarms wait for what the functions of the same deployment count.
  expect(services(template, 'shop-dev')).toEqual([
    '"shop-dev/StepUp"',
    '"shop-dev/StepUp"',
    '"shop-dev/StepUp"',
  ]);
  expect(dev.filter((metric) => metric.includes('"shop-dev/StepUp"'))).toHaveLength(10);
});

test('two constructs in one stack share no alarm', () => {
  const app = newApp();
  const stack = new Stack(app, 'Shop');
  for (const id of ['One', 'Two'])
    new StepUpMonitoring(stack, `${id}Monitoring`, protectedApi(stack, id, `${stack.stackName}-${id}`));
  const all = awaited(synthesizedResources(app, stack), 'Shop');
  expect(new Set(all).size).toBe(all.length);
});

test('a nested stack has the name that CloudFormation gives it, and alarms beside it look for that', () => {
  const app = newApp();
  const parent = new Stack(app, 'Shop');
  const nested = new NestedStack(parent, 'Nested');
  const stepUp = protectedApi(nested, 'StepUp', `${nested.stackName}-api`);
  new StepUpMonitoring(parent, 'Monitoring', stepUp);
  const resources = synthesizedResources(app, parent);
  const dimensions = ofType(resources, 'AWS::CloudWatch::Alarm').map(({ Properties }) =>
    JSON.stringify(Properties.Dimensions),
  );
  expect(dimensions).toHaveLength(17);
  for (const one of dimensions) expect(one).not.toContain('"Ref":"AWS::StackName"');
});

test('alarms in a stack of their own look for the stack that they watch', () => {
  const app = newApp();
  const shop = new Stack(app, 'Shop', { stackName: 'shop-dev' });
  const alarms = new Stack(app, 'Alarms', { stackName: 'shop-dev-alarms' });
  new StepUpMonitoring(alarms, 'Monitoring', protectedApi(shop, 'StepUp', `${shop.stackName}-api`));
  const ours = ofType(synthesizedResources(app, alarms), 'AWS::CloudWatch::Alarm')
    .filter(({ Properties }) => Properties.Namespace === 'StepUp')
    .map(({ Properties }) => JSON.stringify(Properties.Dimensions));
  expect(ours).toHaveLength(10);
  for (const one of ours) {
    expect(one).toContain('"Fn::ImportValue":"shop-dev:ExportsOutputRefAWSStackName');
    expect(one).not.toContain('"Ref"');
  }
});

describe('the name of an API of one’s own, by which CloudWatch knows it,', () => {
  const warnings = (name?: (stack: Stack) => string | undefined, stackName = 'shop-dev') => {
    const stack = new Stack(newApp(), 'Shop', { stackName });
    new StepUpMonitoring(stack, 'Monitoring', protectedApi(stack, 'StepUp', name?.(stack)));
    return allWarningsOf(stack);
  };
  const SHARED = expect.stringMatching(
    /Monitoring: .*ApiServerErrors also rings for every API named StepUpApi/,
  );

  test('is warned of where another deployment has it too', () => {
    expect(warnings()).toEqual([SHARED]);
    expect(warnings(() => 'StepUpApi')).toEqual([SHARED]);
    expect(warnings(() => `api-of-${Aws.REGION}`)).toEqual([expect.stringContaining('shared-api-name')]);
  });

  test.each<[string, (stack: Stack) => string]>([
    ['the name of the stack', (stack) => `${stack.stackName}-api`],
    ['the name of the stack at deployment', () => `${Aws.STACK_NAME}-api`],
    ['a parameter', (stack) => new CfnParameter(stack, 'Stage').valueAsString],
  ])('is taken where it has %s in it', (_, name) => {
    expect(warnings(name)).toEqual([]);
  });

  test('is warned of where the alarm is in another stack, and would look for the name of that', () => {
    const warningsWith = (name: (shop: Stack) => string) => {
      const app = newApp();
      const shop = new Stack(app, 'Shop');
      const alarms = new Stack(app, 'Alarms');
      new StepUpMonitoring(alarms, 'Monitoring', protectedApi(shop, 'StepUp', name(shop)));
      // CDK has something to say of references between stacks.
      return allWarningsOf(alarms).filter((text) => text.includes('step-up-authorizer'));
    };
    expect(warningsWith(() => `${Aws.STACK_NAME}-api`)).toEqual([
      expect.stringMatching(
        /Alarms\/Monitoring: .*ApiServerErrors never rings.* is the name of Shop where the API .*, and the name of Alarms where the alarm/,
      ),
    ]);
    expect(warningsWith((shop) => `${shop.stackName}-api`)).toEqual([]);
    expect(warningsWith((shop) => `${new ScopedAws(shop).stackName}-api`)).toEqual([]);
  });

  test('is warned of where another API of the stack has it', () => {
    const stack = new Stack(newApp(), 'Shop');
    for (const id of ['One', 'Two'])
      new StepUpMonitoring(stack, `${id}Monitoring`, protectedApi(stack, id, `${stack.stackName}-api`));
    expect(allWarningsOf(stack)).toEqual([
      expect.stringMatching(/OneMonitoring: .*also rings for Shop\/TwoApi, which has the same name/),
      expect.stringMatching(/TwoMonitoring: .*also rings for Shop\/OneApi, which has the same name/),
    ]);
  });

  test('is taken in each stage of an app: the stage stands in the name of the stack', () => {
    const app = newApp();
    const stacks = ['dev', 'prod'].map((stage) => new Stack(new Stage(app, stage), 'Shop'));
    for (const stack of stacks)
      new StepUpMonitoring(stack, 'Monitoring', protectedApi(stack, 'StepUp', `${stack.stackName}-api`));
    app.synth();
    for (const stack of stacks) expect(allWarningsOf(stack)).toEqual([]);
  });
});

test('the example is warned of nothing', () => {
  const stack = new StepUpStack(newApp(), 'Shop', { trust: TRUST });
  expect(allWarningsOf(stack)).toEqual([]);
});
