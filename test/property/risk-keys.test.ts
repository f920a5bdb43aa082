/** The two kinds of items in the risk table never share a key, whatever issuers and subjects are called. */
import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { riskKeys } from '../../adapters/stores/risk-items.ts';

const part = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', 'revoked', '7:revoked', '7:revoked1:', '1:a', ':', '0:'),
);
const user = fc.record({ issuer: part, subject: part });

test('two users have four keys, and a user has two', () => {
  fc.assert(
    fc.property(user, user, (one, other) => {
      const isSame = one.issuer === other.issuer && one.subject === other.subject;
      const keys = [one, other].flatMap((each) => Object.values(riskKeys(each)));
      expect(new Set(keys).size).toBe(isSame ? 2 : 4);
    }),
  );
});

test('the keys are made as docs/policy.md says', () => {
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
  expect(riskKeys({ issuer: 'https://id.example.com', subject: 'alice' })).toEqual({
    item: sha256('22:https://id.example.com5:alice'),
    revocation: sha256('7:revoked22:https://id.example.com5:alice'),
  });
});
