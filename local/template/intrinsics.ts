/** Resolves the intrinsic functions of a CloudFormation template: the few that CDK writes into an API and its functions. */
import * as v from 'valibot';

/** Gives the value of a reference to a resource or pseudo parameter: of `Ref`, or of `Fn::GetAtt` with an attribute. */
export type Reference = (logicalId: string, attribute: string | undefined) => string;

const ref = v.strictObject({ Ref: v.string() });
const getAtt = v.strictObject({ 'Fn::GetAtt': v.tuple([v.string(), v.string()]) });
const join = v.strictObject({ 'Fn::Join': v.tuple([v.string(), v.array(v.unknown())]) });
const sub = v.strictObject({ 'Fn::Sub': v.string() });
const select = v.strictObject({
  'Fn::Select': v.tuple([
    v.pipe(v.union([v.number(), v.string()]), v.transform(Number), v.integer(), v.minValue(0)),
    v.unknown(),
  ]),
});
const split = v.strictObject({ 'Fn::Split': v.tuple([v.string(), v.unknown()]) });

/** The value with every intrinsic function replaced. Throws for one that it does not know. */
export function resolve(value: unknown, reference: Reference): unknown {
  if (Array.isArray(value)) return value.map((item) => resolve(item, reference));
  if (typeof value !== 'object' || value === null) return value;
  if (v.is(ref, value)) return reference(value.Ref, undefined);
  if (v.is(getAtt, value)) return reference(...value['Fn::GetAtt']);
  if (v.is(join, value)) {
    const [separator, parts] = value['Fn::Join'];
    return parts.map((part) => String(resolve(part, reference))).join(separator);
  }
  if (v.is(split, value)) {
    const [separator, text] = value['Fn::Split'];
    return String(resolve(text, reference)).split(separator);
  }
  if (v.is(select, value)) return selected(value, reference);
  if (v.is(sub, value)) {
    return value['Fn::Sub'].replace(/\$\{([^}]+)\}/g, (_, name: string) => {
      const [logicalId = '', attribute] = name.split('.', 2);
      return reference(logicalId, attribute);
    });
  }
  const unknown = Object.keys(value).find((key) => key.startsWith('Fn::'));
  if (unknown !== undefined)
    throw new Error(`the local run cannot resolve ${unknown}: add it to local/template/intrinsics.ts`);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolve(item, reference)]));
}

function selected(value: unknown, reference: Reference): unknown {
  const [index, list] = v.parse(select, value)['Fn::Select'];
  const items = resolve(list, reference);
  const item: unknown = Array.isArray(items) ? items[index] : undefined;
  if (item === undefined)
    throw new Error(`Fn::Select asks for item ${index} of a list that does not have it`);
  return item;
}
