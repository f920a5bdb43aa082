/** Names in a trust config: of the claims of tokens, and of what stands in them. */
import * as v from 'valibot';

/**
 * What a token can call a user, a client or a method. Without control characters, and without lone surrogates: encoded in
 * UTF-8, all lone surrogates are the same. It stands in the JSON Schema, which not every reader takes for Unicode.
 */
// oxlint-disable-next-line no-control-regex -- it keeps them out
export const NAME = /^[^\u0000-\u001f\u007f-\u009f\ud800-\udfff]{1,255}$/u;

/** The library leaves members of these names out of a record, such as a mapping in the config or the claims of a kept sign-in. */
export const UNUSABLE = ['__proto__', 'constructor', 'prototype'];

/** Where issuers name the client: RFC 9068 §2.2, OpenID Connect Core §2, Okta, Microsoft Entra ID. */
export const CLIENT_CLAIMS: readonly string[] = ['client_id', 'azp', 'cid', 'appid'];

/** The name of a claim. */
export const claimName = v.pipe(
  v.string('name a claim as text'),
  v.regex(/^[ -~\u00a0-\uffff]{1,255}$/, 'name a claim, in 1 to 255 characters'),
  // One that every object has cannot be told from one that the token lacks.
  v.check(
    (name) => !UNUSABLE.includes(name) && !(name in {}),
    'name another claim: one of this name cannot be read',
  ),
);
