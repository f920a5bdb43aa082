/**
 * Exchanges that must earn nothing, around one that would: RFC 8693 §2, RFC 6749 §3.2, §5.2 and appendix B,
 * RFC 8707 §2, and what is published against parsers of forms.
 */
import { ACCESS_TOKEN, encodeForm, exchangeForm, GRANT_TYPE } from '../../../support/exchange-form.ts';
import type { Form } from '../../../support/exchange-form.ts';
import { hostileBodies, ofBody } from './bodies.ts';
import type { HostileRequest, HostileVictim } from '../../../support/hostile/request.ts';
import { hostileResources } from './resources.ts';
import { BASE, REQUIREMENTS, TRANSFERS } from '../../../support/functions/rest-events.ts';

export function hostileExchanges(victim: HostileVictim): HostileRequest[] {
  const good = exchangeForm(victim.strong, TRANSFERS);
  return [
    ...parameters(good),
    ...values(good, victim),
    ...resources(good),
    ...hostileBodies(good),
    ...unknownParameters(exchangeForm(victim.ordinary, TRANSFERS)),
  ];
}

function parameters(good: Form): HostileRequest[] {
  return good.flatMap(([name, value]) => {
    const without = good.filter(([other]) => other !== name);
    const misspelt = [
      ...[
        name.toUpperCase(),
        `${name}[]`,
        `${name}[0]`,
        ` ${name}`,
        `${name} `,
        `${name}\u0000`,
        `__proto__[${name}]`,
      ],
      ...[`constructor[prototype][${name}]`, `{"${name}"`, `${name}-`, `\ufeff${name}`],
    ];
    return [
      of(`${name} missing`, without, 'invalid_request'),
      // Left out, in the sense of RFC 6749 §3.2.
      of(`${name} empty`, [...without, [name, '']], 'invalid_request'),
      of(`${name} twice`, [...good, [name, value]], 'invalid_request'),
      of(`${name} twice, then another`, [...good, [name, 'x']], 'invalid_request'),
      of(`${name} twice, another before`, [[name, 'x'], ...good], 'invalid_request'),
      of(`${name} and an empty one`, [...good, [name, '']], 'invalid_request'),
      ...misspelt.map((other) =>
        of(`${JSON.stringify(other)} for ${name}`, [...without, [other, value]], 'invalid_request'),
      ),
    ];
  });
}

function values(good: Form, { strong, ordinary, grant }: HostileVictim): HostileRequest[] {
  const grantTypes = [
    ...[
      'password',
      'client_credentials',
      'authorization_code',
      'refresh_token',
      'token-exchange',
      '__proto__',
    ],
    ...[GRANT_TYPE.toUpperCase(), `${GRANT_TYPE} `, `${GRANT_TYPE}\u0000`, `${GRANT_TYPE},${GRANT_TYPE}`],
    'urn:ietf:params:oauth:grant-type:jwt-bearer',
    'urn:ietf:params:oauth:grant-type:saml2-bearer',
    'urn:ietf:params:oauth:grant-type:device_code',
  ];
  const tokens = [
    ...[
      'x',
      'null',
      '..',
      'a.b.c',
      '{}',
      '\u0000',
      grant,
      `Bearer ${strong}`,
      `${strong} `,
      ` ${strong}`,
      `${strong}\n`,
    ],
    ...[
      `${strong}=`,
      `${strong},${strong}`,
      `${strong}.`,
      strong.slice(1),
      strong.toUpperCase(),
      'a'.repeat(10_241),
    ],
    `${Buffer.from('{"alg":"none"}').toString('base64url')}.${strong.split('.')[1] ?? ''}.`,
  ];
  const types = [
    'refresh_token',
    'id_token',
    'saml1',
    'saml2',
    'ACCESS_TOKEN',
    'access_token ',
    'access_token\u0000',
  ].map((type) => `urn:ietf:params:oauth:token-type:${type}`);
  const with_ = (name: string, value: string): Form =>
    good.map((pair) => (pair[0] === name ? [name, value] : pair));
  const more = (...extra: Form): Form => [...good, ...extra];
  return [
    ...grantTypes.map((one) =>
      of(`grant_type ${one.slice(0, 60)}`, with_('grant_type', one), 'unsupported_grant_type'),
    ),
    ...tokens.map((one) =>
      of(
        `subject_token ${one.slice(0, 12)}… of ${one.length}`,
        with_('subject_token', one),
        'invalid_request',
      ),
    ),
    ...[...types, 'access_token', 'jwt', 'urn:step-up-authorizer:token-type:grant', '__proto__'].map((one) =>
      of(`subject_token_type ${one}`, with_('subject_token_type', one), 'invalid_request'),
    ),
    of('a grant as subject token, honestly named', with_('subject_token', grant), 'invalid_request'),
    of('a sign-in that falls short', with_('subject_token', ordinary), 'insufficient_user_authentication'),
    of(
      'an actor token',
      more(['actor_token', strong], ['actor_token_type', ACCESS_TOKEN]),
      'invalid_request',
    ),
    of('an actor token type alone', more(['actor_token_type', ACCESS_TOKEN]), 'invalid_request'),
    of('an audience', more(['audience', 'https://other.example.com']), 'invalid_target'),
    of('an access token wanted', more(['requested_token_type', ACCESS_TOKEN]), 'invalid_request'),
    of('another client', more(['client_id', 'other']), 'invalid_request'),
    of('the client twice', more(['client_id', 'app'], ['client_id', 'other']), 'invalid_request'),
    of('an unknown parameter twice', more(['x', '1'], ['x', '2']), 'invalid_request'),
  ];
}

function resources(good: Form): HostileRequest[] {
  const others = good.filter(([name]) => name !== 'resource');
  return hostileResources(BASE, REQUIREMENTS).map((resource) =>
    of(
      `resource ${JSON.stringify(resource.slice(0, 90))}`,
      [...others, ['resource', resource]],
      'invalid_target',
      'resource',
    ),
  );
}

/** Unknown parameters are ignored (RFC 6749 §3.2), and give an attacker no advantage. */
function unknownParameters(weak: Form): HostileRequest[] {
  const extras = [
    '__proto__',
    'constructor',
    'acr',
    'acr_values',
    'max_age',
    'sub',
    'authentication',
    'access_token',
  ];
  const beside = (name: string, outcome: string) =>
    of(`${name} beside a weak sign-in`, [...weak, [name, 'loa3']], outcome);
  return [
    ...extras.map((name) => beside(name, 'insufficient_user_authentication')),
    beside('scope', 'invalid_scope'),
    beside('client_secret', 'invalid_client'),
    beside('client_assertion', 'invalid_client'),
  ];
}

function of(name: string, form: Form, outcome: string, kind = 'exchange parameters'): HostileRequest {
  return { ...ofBody(name, encodeForm(form), kind), outcome };
}
