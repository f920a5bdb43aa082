/** What a finding says of the methods of an API, and what the searches ask of a method. */
import type { MethodAddress } from '../../../core/gateway/match.ts';
import { METHODS, methodsOf } from '../../../core/policy/key.ts';

/** What stands before a method: the step-up authorizer, nothing, or another authorization. */
export interface GuardedMethod extends MethodAddress {
  readonly guard: 'step-up' | 'none' | 'other';
}

/** A resource with at least one protected method, among all methods of the API. */
export interface ProtectedResource<Method> {
  readonly path: string;
  readonly own: readonly Method[];
  /** The protected ones of its own. */
  readonly methods: readonly Method[];
  readonly first: Method;
  readonly all: readonly Method[];
}

/** The end of the id of a warning. */
export type FindingId = 'falls-through' | 'open-beside' | 'open-root' | 'unplaced-method';

export interface Finding<Method> {
  readonly id: FindingId;
  /** The method to change: the protected one from which a verb falls through, else the open one. */
  readonly at: Method;
  readonly text: string;
}

export function isProtected({ guard }: GuardedMethod): boolean {
  return guard === 'step-up';
}

export function isOpen({ guard }: GuardedMethod): boolean {
  return guard === 'none';
}

export function has({ httpMethod }: MethodAddress, verb: string): boolean {
  return methodsOf(httpMethod).includes(verb);
}

/** The verbs that at least one of the methods takes. */
export function verbsOf(methods: readonly MethodAddress[]): readonly string[] {
  return METHODS.filter((verb) => methods.some((one) => has(one, verb)));
}

export function written({ httpMethod, resourcePath }: MethodAddress): string {
  return `${httpMethod} ${resourcePath}`;
}
