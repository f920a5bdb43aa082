/** Tokens that are refused, and what operators are shown of each. */
import { AUDIENCE } from '../../support/tokens/issuer.ts';

/** A token with these claims and header, of an issuer that is trusted with these fields, and what its refusal shows. */
export const REFUSED: readonly {
  readonly name: string;
  readonly fields?: object;
  readonly claims?: object;
  readonly header?: object;
  readonly reason: string;
  readonly came: string;
  readonly expected: string;
  readonly setting?: string;
}[] = [
  {
    name: 'another audience',
    claims: { aud: ['https://other.example.com', 'account'] },
    reason: 'audience',
    came: 'aud [https://other.example.com, account]',
    expected: AUDIENCE,
    setting: 'audience',
  },
  {
    name: 'no audience',
    fields: { clientsWithoutAudience: ['back-office'] },
    claims: { aud: undefined },
    reason: 'audience',
    came: 'no aud, client app',
    expected: `aud ${AUDIENCE}, or without aud client back-office`,
    setting: 'clientsWithoutAudience',
  },
  {
    name: 'another client',
    fields: { clients: ['web', 'back-office'] },
    reason: 'client_not_allowed',
    came: 'client app',
    expected: 'web, back-office',
    setting: 'clients',
  },
  {
    name: 'no client',
    claims: { client_id: undefined },
    reason: 'client',
    came: 'client_id (missing)',
    expected: 'a name in client_id',
    setting: 'token.client',
  },
  {
    name: 'the typ of another token',
    header: { typ: 'JWT' },
    reason: 'type',
    came: 'typ JWT',
    expected: 'at+jwt',
    setting: 'token.typ',
  },
  {
    name: 'a typ that no setting can accept',
    header: { typ: 'logout+jwt' },
    reason: 'type',
    came: 'typ logout+jwt',
    expected: 'at+jwt',
  },
  {
    name: 'no typ',
    fields: { profile: 'auth0' },
    header: { typ: undefined },
    reason: 'type',
    came: 'typ (missing)',
    expected: 'jwt, at+jwt',
    setting: 'token.typ',
  },
  {
    name: 'the claim typ of another token',
    fields: { profile: 'keycloak' },
    claims: { typ: 'ID' },
    header: { typ: 'JWT' },
    reason: 'type',
    came: 'typ ID',
    expected: 'typ Bearer',
    setting: 'token.accessToken',
  },
  {
    name: 'an algorithm that the config does not list',
    fields: { algorithms: ['RS256', 'RS384'] },
    reason: 'algorithm',
    came: 'alg ES256',
    expected: 'RS256, RS384',
    setting: 'algorithms',
  },
  {
    name: 'a subject that cannot be read',
    claims: { sub: 'a-user\u0000' },
    reason: 'claim',
    came: 'sub (a text)',
    expected: 'a text of 1 to 255 characters',
  },
  {
    name: 'a key that it is bound to',
    claims: { cnf: { jkt: 'x' } },
    reason: 'bound',
    came: 'cnf with jkt',
    expected: 'no cnf',
  },
];
