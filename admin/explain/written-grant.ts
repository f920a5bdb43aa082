/** A grant that an administrator describes in a file, to explain a request that was not made. */
import * as v from 'valibot';
import type { PresentedGrant } from '../../core/decision/decide.ts';
import { LONGEST_GRANT_TTL } from '../../core/policy/fields.ts';
import type { Caller } from './caller.ts';
import { requireMoment } from '../moment.ts';
import { spokenSignIn } from './spoken-sign-in.ts';
import { writtenMoment } from './written-risk.ts';

const text = v.pipe(v.string('expected text'), v.maxLength(5_000, 'at most 5000 characters'));

/** A field that is left out is as in a grant that was issued to the caller for this request just now. */
export const writtenGrant = v.strictObject(
  {
    target: v.optional(
      v.pipe(text, v.description('What it opens: POST /payments, or GROUP payments. By default this route.')),
    ),
    path: v.optional(v.pipe(text, v.description('The path that it is bound to: id=17. By default any.'))),
    acr: v.optional(
      v.pipe(text, v.description("The sign-in's acr, in our words. By default the strongest.")),
    ),
    authTime: v.optional(v.pipe(writtenMoment, v.description('When the user signed in for it.'))),
    issuedAt: v.optional(v.pipe(writtenMoment, v.description('When it was issued. By default now.'))),
    expiresAt: v.optional(v.pipe(writtenMoment, v.description('By default 15 minutes after its issue.'))),
    issuer: v.optional(v.pipe(text, v.description("By default the caller's."))),
    subject: v.optional(v.pipe(text, v.description("By default the caller's."))),
    clientId: v.optional(v.pipe(text, v.description("By default the caller's."))),
    apiId: v.optional(v.pipe(text, v.description('By default this API.'))),
    stage: v.optional(v.pipe(text, v.description('By default this stage.'))),
    spent: v.optional(
      v.pipe(v.boolean('expected true or false'), v.description('Whether its one use is gone.')),
    ),
  },
  'unknown field, or not an object',
);

export type WrittenGrant = v.InferOutput<typeof writtenGrant>;

/** The API of a described grant, and of the request that is explained with it. Another `apiId` in the file differs from it. */
export const WRITTEN_API = { apiId: 'this-api', stage: 'this-stage' };

/** The described grant, beside the token of `caller`. `target` is that of the policy; `now` in seconds since 1970. */
export function grantOf(
  written: WrittenGrant,
  caller: Caller,
  { target, vocabulary, now }: { target: string; vocabulary: readonly string[]; now: number },
): PresentedGrant {
  if (caller.kind !== 'verified') return { kind: 'none' };
  const { authentication } = caller;
  const moment = (name: 'authTime' | 'issuedAt' | 'expiresAt', otherwise: number) =>
    written[name] === undefined ? otherwise : requireMoment(`grant.${name}`, written[name], now);
  const issuedAt = moment('issuedAt', now);
  return {
    kind: 'found',
    grant: {
      issuer: written.issuer ?? authentication.issuer,
      subject: written.subject ?? authentication.subject,
      clientId: written.clientId ?? authentication.clientId,
      said: spokenSignIn(
        { acr: written.acr ?? vocabulary.at(-1), authTime: moment('authTime', issuedAt) },
        caller.trust,
      ),
      target: written.target ?? target,
      boundParameters: written.path,
      apiId: written.apiId ?? WRITTEN_API.apiId,
      stage: written.stage ?? WRITTEN_API.stage,
      issuedAt,
      expiresAt: moment('expiresAt', issuedAt + LONGEST_GRANT_TTL),
    },
  };
}
