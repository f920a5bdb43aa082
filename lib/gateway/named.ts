/**
 * What an id in a template names. A resource has more than one id: `Ref`, `Fn::GetAtt` and `Fn::Sub` can say the same, and
 * from another stack it is an import or a parameter. So ids are compared by the resource that they name, never as text.
 */
import { CfnElement, CfnParameter, CfnResource, CfnStack } from 'aws-cdk-lib';
import { DefaultTokenResolver, Reference, StringConcat, Tokenization } from 'aws-cdk-lib';
import type { IPostProcessor, IResolvable, IResolveContext, Stack } from 'aws-cdk-lib';
import * as v from 'valibot';

/** A resource or a parameter, and what of it: `Ref`, or an attribute. */
export interface Named {
  readonly element: CfnElement;
  readonly attribute: string;
}

/** Undefined where synth cannot tell: a literal id, an import by name, a parameter of a deployment, a computed text. */
export function namedBy(id: unknown, stack: Stack): Named | undefined {
  const names = new Names();
  return follow(names.resolve(id, stack), stack, names);
}

/** The same of a property, as the template has it: the construct does not show those that are overridden. */
export function namedIn(resource: CfnResource, property: string): Named | undefined {
  const { stack } = resource;
  const names = new Names();
  const { output, success } = v.safeParse(template, names.resolve(resource._toCloudFormation(), stack));
  const [only] = success ? Object.values(output.Resources) : [];
  return follow(only?.Properties?.[property], stack, names);
}

export function isSame(a: Named | undefined, b: Named | undefined): boolean {
  return a !== undefined && a.element === b?.element && a.attribute === b.attribute;
}

const template = v.object({
  Resources: v.record(v.string(), v.object({ Properties: v.optional(v.record(v.string(), v.unknown())) })),
});

/** Resolves references to the element itself: its logical id may be that of another element in another stack. */
class Names extends DefaultTokenResolver {
  readonly #elements = new Map<string, CfnElement>();

  constructor() {
    super(new StringConcat());
  }

  resolve(value: unknown, scope: Stack): unknown {
    return Tokenization.resolve(value, { scope, resolver: this, preparing: false });
  }

  override resolveToken(
    token: IResolvable,
    context: IResolveContext,
    postProcessor: IPostProcessor,
  ): unknown {
    const isText = () => typeof token.resolve(context) === 'string';
    // Within Fn::Sub, CDK writes a reference as the text `${LogicalId}`.
    if (!Reference.isReference(token) || !CfnElement.isCfnElement(token.target) || isText())
      return super.resolveToken(token, context, postProcessor);
    const address = `element ${token.target.node.addr}`;
    this.#elements.set(address, token.target);
    return { 'Fn::GetAtt': [address, token.displayName] };
  }

  elementOf(name: string, stack: Stack): CfnElement | undefined {
    return this.#elements.get(name) ?? elementIn(stack, name);
  }
}

function elementIn(stack: Stack, logicalId: string): CfnElement | undefined {
  return stack.node
    .findAll()
    .filter((node) => CfnElement.isCfnElement(node))
    .find((one) => one.stack === stack && stack.resolve(one.logicalId) === logicalId);
}

/** The parameter of a nested stack is what its parent gives. */
function follow(value: unknown, stack: Stack, names: Names): Named | undefined {
  const written = nameIn(value);
  const element = written && names.elementOf(written.name, stack);
  if (written === undefined || element === undefined) return undefined;
  if (!(element instanceof CfnParameter))
    return { element, attribute: isIdOf(element, written.attribute) ? 'Ref' : written.attribute };
  const { stack: nested } = element;
  const parent = nested.nestedStackParent;
  if (parent === undefined || !(nested.nestedStackResource instanceof CfnStack)) return undefined;
  const given = v.safeParse(properties, names.resolve(nested.nestedStackResource.parameters, parent));
  if (!given.success) return undefined;
  return follow(given.output[String(nested.resolve(element.logicalId))], parent, names);
}

const properties = v.record(v.string(), v.unknown());

/** The attribute that has the same value as `Ref` (AWS CloudFormation: "Return values" of each type). */
const ID_ATTRIBUTES = new Set([
  'AWS::ApiGateway::RestApi RestApiId',
  'AWS::ApiGateway::Resource ResourceId',
  'AWS::ApiGateway::Authorizer AuthorizerId',
  'AWS::ApiGateway::Deployment DeploymentId',
]);

function isIdOf(element: CfnElement, attribute: string): boolean {
  return CfnResource.isCfnResource(element) && ID_ATTRIBUTES.has(`${element.cfnResourceType} ${attribute}`);
}

interface Name {
  readonly name: string;
  readonly attribute: string;
}

const ref = v.object({ Ref: v.string() });
const getAtt = v.object({ 'Fn::GetAtt': v.union([v.string(), v.tuple([v.string(), v.string()])]) });
const sub = v.object({ 'Fn::Sub': v.union([v.string(), v.tuple([v.string(), properties])]) });
const join = v.object({ 'Fn::Join': v.tuple([v.string(), v.tuple([v.unknown()])]) });

/** What an intrinsic function names, if it is nothing but one name. */
function nameIn(value: unknown): Name | undefined {
  if (v.is(ref, value)) return { name: value.Ref, attribute: 'Ref' };
  if (v.is(getAtt, value)) {
    const given = value['Fn::GetAtt'];
    return typeof given === 'string' ? dotted(given) : { name: given[0], attribute: given[1] };
  }
  if (v.is(join, value)) return nameIn(value['Fn::Join'][1][0]);
  if (!v.is(sub, value)) return undefined;
  const given = value['Fn::Sub'];
  const [text, variables] = typeof given === 'string' ? [given, {}] : given;
  const [, name = ''] = /^\$\{([^!{}][^{}]*)\}$/.exec(text) ?? [];
  return Object.hasOwn(variables, name) ? nameIn(variables[name]) : dotted(name);
}

/** `X.Attribute`, or `X` alone. */
function dotted(text: string): Name | undefined {
  const [name = '', ...attribute] = text.split('.');
  return name === '' ? undefined : { name, attribute: attribute.join('.') || 'Ref' };
}
