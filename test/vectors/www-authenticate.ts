/** WWW-Authenticate headers, with the source of each, and the challenges in them. */

export interface HeaderVector {
  readonly source: string;
  readonly header: string;
  /** Scheme, then the parameters. */
  readonly challenges: readonly (readonly [scheme: string, parameters: Readonly<Record<string, string>>])[];
}

const NONE: HeaderVector['challenges'] = [];

/** Well-formed. Line breaks of the documents are folded to a space, as HTTP/1.1 senders must do (RFC 9112 §5.2). */
export const WELL_FORMED: readonly HeaderVector[] = [
  {
    source: 'RFC 7235 §4.1: several challenges, a comma and escapes inside quotes',
    header: 'Newauth realm="apps", type=1, title="Login to \\"apps\\"", Basic realm="simple"',
    challenges: [
      ['newauth', { realm: 'apps', type: '1', title: 'Login to "apps"' }],
      ['basic', { realm: 'simple' }],
    ],
  },
  {
    source: 'RFC 7235 §2.2: realm only',
    header: 'Basic realm="WallyWorld"',
    challenges: [['basic', { realm: 'WallyWorld' }]],
  },
  {
    source: 'RFC 7235 §2.1: a scheme alone',
    header: 'Negotiate',
    challenges: [['negotiate', {}]],
  },
  {
    source: 'RFC 7235 §2.1: schemes alone, in one list',
    header: 'Negotiate, NTLM, Bearer',
    challenges: [
      ['negotiate', {}],
      ['ntlm', {}],
      ['bearer', {}],
    ],
  },
  {
    source: 'RFC 7235 §2.1: token68 before another challenge (form of RFC 4559 §4.1)',
    header: 'Negotiate a87421000492aa874209af8bc028==, Bearer error="invalid_token"',
    challenges: [
      ['negotiate', {}],
      ['bearer', { error: 'invalid_token' }],
    ],
  },
  {
    source: 'RFC 7235 §2.1: token68 without padding',
    header: 'Negotiate YIIB+/._~-',
    challenges: [['negotiate', {}]],
  },
  {
    source: 'RFC 7235 §2.1: names of schemes and parameters are case-insensitive',
    header: 'BEARER Error="invalid_token", ERROR_DESCRIPTION="Gone"',
    challenges: [['bearer', { error: 'invalid_token', error_description: 'Gone' }]],
  },
  {
    source: 'RFC 7235 §2.1: both forms, token and quoted-string, are accepted for any parameter',
    header: 'Bearer error=insufficient_user_authentication, max_age=5',
    challenges: [['bearer', { error: 'insufficient_user_authentication', max_age: '5' }]],
  },
  {
    source: 'RFC 7235 §2.1: bad whitespace around the equals sign is parsed',
    header: 'Bearer error = "invalid_token" ,\tscope\t=\tx',
    challenges: [['bearer', { error: 'invalid_token', scope: 'x' }]],
  },
  {
    source: 'RFC 7230 §7: empty elements of a list are ignored',
    header: ', ,Bearer error="invalid_token",, ,scope="a b",,',
    challenges: [['bearer', { error: 'invalid_token', scope: 'a b' }]],
  },
  {
    source: 'RFC 7230 §3.2.6: a backslash escapes any character',
    header: 'Bearer error_description="a \\\\ b \\, c \\"d\\" \\e"',
    challenges: [['bearer', { error_description: 'a \\ b , c "d" e' }]],
  },
  {
    source: 'RFC 7230 §3.2.6: an empty quoted-string, and what looks like a challenge inside one',
    header: 'Basic realm="", Bearer realm="x, Basic realm=y", error="invalid_token"',
    challenges: [
      ['basic', { realm: '' }],
      ['bearer', { realm: 'x, Basic realm=y', error: 'invalid_token' }],
    ],
  },
  {
    source: 'RFC 7230 §3.2.6: characters of a token',
    header: "Bearer a!#$%&'*+-.^_`|~9=!#$%&'*+-.^_`|~9",
    challenges: [['bearer', { "a!#$%&'*+-.^_`|~9": "!#$%&'*+-.^_`|~9" }]],
  },
  {
    source: 'RFC 6750 §3: no credentials',
    header: 'Bearer realm="example"',
    challenges: [['bearer', { realm: 'example' }]],
  },
  {
    source: 'RFC 6750 §3: an expired token',
    header: 'Bearer realm="example", error="invalid_token", error_description="The access token expired"',
    challenges: [
      ['bearer', { realm: 'example', error: 'invalid_token', error_description: 'The access token expired' }],
    ],
  },
  {
    source: 'RFC 6750 §3: scope, of characters that need quotes',
    header: 'Bearer scope="urn:example:channel=HBO&urn:example:rating=G,PG-13"',
    challenges: [['bearer', { scope: 'urn:example:channel=HBO&urn:example:rating=G,PG-13' }]],
  },
  {
    source: 'RFC 9470 §3: acr_values',
    header:
      'Bearer error="insufficient_user_authentication", error_description="A different authentication level is required", acr_values="myACR"',
    challenges: [
      [
        'bearer',
        {
          error: 'insufficient_user_authentication',
          error_description: 'A different authentication level is required',
          acr_values: 'myACR',
        },
      ],
    ],
  },
  {
    source: 'RFC 9470 §3: max_age',
    header:
      'Bearer error="insufficient_user_authentication", error_description="More recent authentication is required", max_age="5"',
    challenges: [
      [
        'bearer',
        {
          error: 'insufficient_user_authentication',
          error_description: 'More recent authentication is required',
          max_age: '5',
        },
      ],
    ],
  },
  {
    source: 'RFC 9449 §5.1: invalid_token with algs',
    header: 'DPoP error="invalid_token", error_description="Invalid DPoP key binding", algs="ES256"',
    challenges: [
      ['dpop', { error: 'invalid_token', error_description: 'Invalid DPoP key binding', algs: 'ES256' }],
    ],
  },
  {
    source: 'RFC 9449 §7.2: an API that takes Bearer and DPoP',
    header: 'Bearer error="invalid_token", DPoP algs="ES256 PS256"',
    challenges: [
      ['bearer', { error: 'invalid_token' }],
      ['dpop', { algs: 'ES256 PS256' }],
    ],
  },
  {
    source: 'RFC 9449 §9: a nonce is asked for',
    header: 'DPoP error="use_dpop_nonce", error_description="Resource server requires nonce in DPoP proof"',
    challenges: [
      [
        'dpop',
        { error: 'use_dpop_nonce', error_description: 'Resource server requires nonce in DPoP proof' },
      ],
    ],
  },
  {
    source: 'Fetch standard, "get, decode, and split": several header lines arrive joined by a comma',
    header:
      'DPoP algs="ES256", Bearer error="insufficient_user_authentication", acr_values="a b", max_age="0"',
    challenges: [
      ['dpop', { algs: 'ES256' }],
      ['bearer', { error: 'insufficient_user_authentication', acr_values: 'a b', max_age: '0' }],
    ],
  },
];

/** Not of the grammar: nothing in them is acted on. */
export const MALFORMED: readonly HeaderVector[] = [
  { source: 'an empty header', header: '', challenges: NONE },
  { source: 'separators alone', header: ' , ,', challenges: NONE },
  {
    source: 'a quote that does not end',
    header: 'Bearer error="insufficient_user_authentication',
    challenges: NONE,
  },
  { source: 'a quote that ends in an escape', header: 'Bearer error="invalid_token\\"', challenges: NONE },
  { source: 'text after a quote', header: 'Bearer error="invalid_token"x', challenges: NONE },
  { source: 'a missing comma', header: 'Bearer error="invalid_token" scope="a"', challenges: NONE },
  { source: 'a parameter without a scheme', header: 'error="invalid_token"', challenges: NONE },
  { source: 'a parameter without a value', header: 'Bearer realm="x", error=, scope="a"', challenges: NONE },
  { source: 'a value without quotes that needs them', header: 'Bearer scope=a/b, error=x', challenges: NONE },
  { source: 'single quotes around a space', header: "Bearer error='invalid token'", challenges: NONE },
  { source: 'semicolons for commas', header: 'Bearer error="invalid_token"; scope="a"', challenges: NONE },
  { source: 'a name outside of a token', header: 'Bearer er(ror="invalid_token"', challenges: NONE },
  { source: 'two words after a scheme', header: 'Bearer one two', challenges: NONE },
  {
    source: 'RFC 7235 §2.1: a parameter must not occur twice',
    header: 'Bearer error="insufficient_user_authentication", acr_values="a", acr_values="b"',
    challenges: NONE,
  },
  {
    source: 'the same, in another case',
    header: 'Bearer error="invalid_token", Error="insufficient_user_authentication"',
    challenges: NONE,
  },
  {
    source: 'a good challenge before a bad one',
    header: 'Bearer error="insufficient_user_authentication", Basic realm="x',
    challenges: NONE,
  },
];
