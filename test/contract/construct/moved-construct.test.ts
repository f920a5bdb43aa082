/** A construct that was moved or renamed, beside what was deployed before. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CfnResource, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type { IConstruct } from 'constructs';
import { StepUpAuthorizer } from '../../../lib/index.ts';
import { newApp, ofType, synthesizedResources, TRUST } from '../../support/stacks/synth.ts';
import type { Resources } from '../../support/stacks/synth.ts';

type StepUpProps = Partial<ConstructorParameters<typeof StepUpAuthorizer>[2]>;

/** A stack whose construct has this id. */
function stackWith(id: string, props: (stack: Stack) => StepUpProps = () => ({})) {
  const app = newApp();
  const stack = new Stack(app, 'Shop');
  const api = new apigateway.RestApi(stack, 'Api');
  const stepUp = new StepUpAuthorizer(stack, id, { api, trust: TRUST, ...props(stack) });
  stepUp.protect(api.root.addMethod('GET', new apigateway.MockIntegration()), {});
  return { app, stack, stepUp };
}

function resourcesWith(id: string): Resources {
  const { app, stack } = stackWith(id);
  return synthesizedResources(app, stack);
}

const idsOf = (resources: Resources, type: string) => ofType(resources, type).map(({ id }) => id);

test('has an authorizer of another name: an API has no two of one name, and the former is deleted last', () => {
  const [before, again, after] = ['StepUp', 'StepUp', 'Renamed'].map((id) =>
    ofType(resourcesWith(id), 'AWS::ApiGateway::Authorizer').map(({ Properties }) => Properties.Name),
  );
  expect(before).toEqual([expect.stringMatching(/^step-up-\w+$/)]);
  expect(again).toEqual(before);
  expect(after).toEqual([expect.stringMatching(/^step-up-\w+$/)]);
  expect(after).not.toEqual(before);
});

test.each(['AWS::ApiGateway::GatewayResponse', 'AWS::ApiGateway::Resource', 'AWS::ApiGateway::Method'])(
  'keeps each %s: they belong to the API',
  (type) => {
    const before = idsOf(resourcesWith('StepUp'), type);
    expect(before.length).toBeGreaterThan(1);
    expect(idsOf(resourcesWith('Renamed'), type)).toEqual(before);
  },
);

test('has no fixed name of a resource, which the former one would still have', () => {
  const namesOf = (resources: Resources) =>
    Object.values(resources).flatMap(({ Type, Properties }) =>
      Object.entries(Properties)
        .filter(([property, value]) => /^(\w+)?Name$/.test(property) && typeof value === 'string')
        .map(([property, value]) => `${Type} ${property} ${String(value)}`),
    );
  const ofApi = /^AWS::ApiGateway::(RestApi|Stage) |^AWS::Lambda::Permission/;
  const before = namesOf(resourcesWith('StepUp')).filter((name) => !ofApi.test(name));
  const after = new Set(namesOf(resourcesWith('Renamed')));
  expect(before.filter((name) => after.has(name))).toEqual([]);
});

describe('its tables', () => {
  const infosOf = (stack: Stack) =>
    Annotations.fromStack(stack)
      .findInfo('*', Match.anyValue())
      .map(({ entry }) => JSON.stringify(entry.data));

  test('would be new ones: synth says so, and where it says how to keep them', () => {
    const before = idsOf(resourcesWith('StepUp'), 'AWS::DynamoDB::Table');
    expect(
      idsOf(resourcesWith('Renamed'), 'AWS::DynamoDB::Table').filter((id) => before.includes(id)),
    ).toEqual([]);
    expect(infosOf(stackWith('StepUp').stack)).toEqual([
      expect.stringMatching(
        /belong to Shop\/StepUp[^]*docs\/deploy\.md of step-up-authorizer, .{1,2}Move or rename the construct/,
      ),
    ]);
  });

  test('stay what they are under the logical ids that they had', () => {
    const { app, stack, stepUp } = stackWith('Renamed');
    const former = resourcesWith('StepUp');
    for (const [name, { node }] of Object.entries<Pick<IConstruct, 'node'>>({ ...stepUp.tables })) {
      const id = idsOf(former, 'AWS::DynamoDB::Table').find((one) =>
        one.toLowerCase().includes(`${name}table`),
      );
      if (id === undefined || !(node.defaultChild instanceof CfnResource))
        throw new Error(`no table ${name}`);
      node.defaultChild.overrideLogicalId(id);
    }
    const after = synthesizedResources(app, stack);
    expect(infosOf(stack)).toEqual([]);
    for (const { id, ...table } of ofType(former, 'AWS::DynamoDB::Table')) expect(after[id]).toEqual(table);
  });

  test('have the logical ids that docs/deploy.md names', () => {
    const page = readFileSync(join(__dirname, '..', '..', '..', 'docs', 'deploy.md'), 'utf8');
    const ids = idsOf(resourcesWith('StepUp'), 'AWS::DynamoDB::Table');
    expect(ids).toHaveLength(4);
    for (const id of ids) expect(page).toContain(`'${id}'`);
  });

  test('of one’s own are not spoken of', () => {
    const { stack } = stackWith('StepUp', (scope) => ({
      tables: { policy: dynamodb.Table.fromTableName(scope, 'Policies', 'policies') },
    }));
    expect(infosOf(stack)).toEqual([]);
  });
});
