/** Compiled, never run: what is written in CDK code has the fields, and the values, that the schemas parse. */
import type * as v from 'valibot';
import type { routeItem } from '../../core/policy/item.ts';
import type { trustConfigSchema } from '../../core/trust/trust-schema.ts';
import type { Policy } from '../../lib/policy.ts';
import type { TrustConfigProps } from '../../lib/trust/trust-config.ts';

/** A type without what is optional, undefined or mutable about it. */
type Fields<T> = T extends readonly (infer Item)[]
  ? readonly Fields<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]-?: Fields<Exclude<T[Key], undefined>> }
    : T;

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

export const policies: Same<
  Fields<Policy>,
  Fields<Omit<v.InferInput<ReturnType<typeof routeItem>>, 'route' | 'version' | 'updatedAt' | 'updatedBy'>>
> = true;

export const trustConfigs: Same<
  Fields<TrustConfigProps>,
  Fields<v.InferInput<ReturnType<typeof trustConfigSchema>>>
> = true;
