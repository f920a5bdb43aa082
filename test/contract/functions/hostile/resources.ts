/** URIs that name no requirement that could be met, though some look like one that could (RFC 3986 §6, RFC 8707 §2). */

/** `requirements` is what stands before the method in a URI that would do. */
export function hostileResources(base: string, requirements: string): string[] {
  const good = `${requirements}POST/transfers`;
  const host = new URL(base).host;
  return [
    ...schemes(good, host),
    ...otherSpellings(good, requirements),
    ...[
      'GET/%2Fopen',
      'GET/%2Fnowhere',
      'GET/%2Fclosed',
      'DELETE/%2Fadmin',
      'PUT/%2Ftransfers',
      'HEAD/%2Ftransfers',
    ].map((rest) => requirements + rest),
    ...[
      '*',
      '%2A',
      '%2F%2A',
      '%2F*',
      '%2Ftransfers%2F%2A',
      '%2F%7Bproxy%2B%7D',
      '%2F%3F',
      '/transfers',
      'transfers/',
      '%00',
    ].map((template) => `${requirements}POST/${template}`),
    ...['ANY', 'GROUP', 'post', 'Post', '*', '', 'TRACE', 'CONNECT', 'POST,GET', 'POST%20', '__proto__'].map(
      (method) => `${requirements}${method}/%2Ftransfers`,
    ),
    `${requirements}POST/${encodeURIComponent(`/${'a/'.repeat(120)}`)}`,
    `${requirements}POST/${'%2F'.repeat(340)}`,
    `${requirements}POST/${'a'.repeat(5_000)}`,
    'a'.repeat(20_000),
  ];
}

function schemes(good: string, host: string): string[] {
  return [
    ...[' ', '/', '//', '.', '#', '?', 'null', '/step-up/requirements/POST/%2Ftransfers', host],
    ...[
      'http:',
      'HTTPS:',
      'ftp:',
      'file:',
      'javascript:',
      'data:,',
      'urn:',
      'gopher:',
      'wss:',
      'blob:https:',
    ].map((scheme) => good.replace('https:', scheme)),
    ...[
      'other.example.com',
      `${host}:443`,
      `${host}.`,
      `user@${host}`,
      `user:password@${host}`,
      `${host}@evil.example`,
    ].map((other) => good.replace(host, other)),
    ...[
      '[::1]',
      '127.0.0.1',
      '169.254.169.254',
      host.toUpperCase(),
      `${host}%00`,
      `${host}\\`,
      'аpi.example.com',
    ].map((other) => good.replace(host, other)),
  ];
}

function otherSpellings(good: string, requirements: string): string[] {
  const after = [
    '/',
    '%2F',
    '#',
    '#a',
    '?',
    '?a=b',
    '%00',
    '%0A',
    '\n',
    '\r\n',
    ' ',
    '\t',
    '\u0000',
    '%',
    '%2',
    '%zz',
    ';a',
    '.',
    ',',
  ];
  return [
    ...after.map((end) => good + end),
    ...[' ', '\t', '\n', '\u0000', '\ufeff', '<', '"'].map((before) => before + good),
    ...[
      '%2ftransfers',
      '%252Ftransfers',
      '%2F%74ransfers',
      '%2Ftransfer%73',
      '/transfers',
      '%5Ctransfers',
      '%2F%2Ftransfers',
    ].map((template) => `${requirements}POST/${template}`),
    ...[
      '%2F..%2Ftransfers',
      '%2F.%2Ftransfers',
      '%2Fa%2F..%2Ftransfers',
      '%C0%AFtransfers',
      '%2Ftr%C3%A4nsfers',
    ].map((template) => `${requirements}POST/${template}`),
    good.replace('/step-up/', '//step-up/'),
    good.replace('/step-up/', '/x/../step-up/'),
    good.replace('/step-up/', '/%73tep-up/'),
    good.replace('/v1/', '/v2/'),
    good.replace('/v1/', '/V1/'),
    good.replace('/POST/', '//POST/'),
    good.replace('/POST/', '/POST//'),
    `${good}, ${good}`,
    `${good} ${good}`,
    requirements,
    requirements.slice(0, -1),
    `${requirements}POST`,
    `${requirements}POST/`,
  ];
}
