/** Takes the trust config apart at synth: into what is known then, for a file, and what is known only at deployment. */
import { createHash } from 'node:crypto';
import { Reference, Stack, StringConcat, Token, Tokenization } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { leftOut, variableOf } from '../../core/trust/trust-file.ts';
import type { TrustConfig } from '../../core/trust/trust-config.ts';
import { textOf, withStandIns } from '../deployed-text.ts';
import type { StandIn } from '../deployed-text.ts';

export interface TrustFile {
  /** The text of the file (core/trust/trust-file.ts). */
  readonly text: string;
  /** The variables with the values, each a token of CDK. */
  readonly variables: Readonly<Record<string, string>>;
}

/** Throws the error of CDK for a token that cannot stand in a text, such as one of a list. */
export function trustFileOf(trust: TrustConfig, scope: IConstruct): TrustFile {
  const json = JSON.stringify({ ...trust, $schema: undefined });
  Stack.of(scope).resolve(json);
  const variables: Record<string, string> = {};
  const text: unknown = Tokenization.reverseString(json)
    .mapTokens({
      mapToken: (token) => {
        const value = Token.asString(token);
        const key = keyOf(value, scope);
        variables[variableOf(key)] = value;
        return leftOut(key);
      },
    })
    .join(new StringConcat());
  return { text: String(text), variables };
}

/**
 * By what the value is: the resource and its attribute, with the path of the resource in the app, since two stacks may have
 * the same logical ids. Two values never share a key, and a key keeps its meaning from one deployment to the next.
 */
function keyOf(value: string, scope: IConstruct): string {
  const said = textOf(withStandIns(value, scope, nameOf), nameOf);
  return createHash('sha256').update(said).digest('hex').slice(0, 12);
}

const nameOf: StandIn = (part) =>
  JSON.stringify(Reference.isReference(part) ? [part.target.node.path, part.displayName] : part);
