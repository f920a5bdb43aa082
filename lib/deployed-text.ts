/** Values with parts that are known only at deployment, rendered at synth with a text of ours in the place of these parts. */
import { DefaultTokenResolver, Reference, Tokenization } from 'aws-cdk-lib';
import type { IPostProcessor, IResolvable, IResolveContext } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * Gives the text for a part: for a reference to a resource or a pseudo parameter, or for what CloudFormation gets, such as
 * `{ 'Fn::Select': … }`.
 */
export type StandIn = (part: Reference | object) => string;

/**
 * The value, resolved, with the text of `standIn` for each reference, and for each other part of a text that is known only
 * at deployment. Where such a part is a value by itself, it is left as CloudFormation gets it.
 */
export function withStandIns(value: unknown, scope: IConstruct, standIn: StandIn): unknown {
  return Tokenization.resolve(value, { scope, resolver: new StandInResolver(standIn), preparing: false });
}

/** The text of a part of a text, which is a text or something that is known only at deployment. */
export function textOf(part: unknown, standIn: StandIn): string {
  if (typeof part === 'object' && part !== null) return standIn(part);
  return typeof part === 'string' || typeof part === 'number' ? String(part) : '';
}

class StandInResolver extends DefaultTokenResolver {
  readonly #standIn: StandIn;

  constructor(standIn: StandIn) {
    super({ join: (left, right) => textOf(left, standIn) + textOf(right, standIn) });
    this.#standIn = standIn;
  }

  override resolveToken(
    token: IResolvable,
    context: IResolveContext,
    postProcessor: IPostProcessor,
  ): unknown {
    return Reference.isReference(token)
      ? this.#standIn(token)
      : super.resolveToken(token, context, postProcessor);
  }
}
