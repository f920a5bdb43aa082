/**
 * Mocks, as others measured them on AWS. LS: answers that LocalStack recorded on AWS (tests/aws/services/apigateway); MS:
 * MiniStack (services/apigateway_v1.py).
 */
import { methodOf, mockOf, startGatewayOf, stageOf } from '../../support/gateway/parts.ts';
import type { RunningGateway } from '../../support/gateway/parts.ts';
import { send } from '../../support/send.ts';
import { method, read, ROOT } from '../../support/gateway/template.ts';
import type { MockIntegration } from '../../../local/template/mock.ts';

const gateways: RunningGateway[] = [];
afterAll(() => Promise.all(gateways.map((gateway) => gateway.close())));

async function asked(integration: MockIntegration, headers: [string, string][] = [], query = '') {
  const gateway = await startGatewayOf(
    {},
    {
      methods: [{ ...methodOf('POST', '/items/{id}'), integration }],
      stages: [stageOf({ variables: { colour: 'blue' } })],
    },
  );
  gateways.push(gateway);
  return send('POST', `${gateway.url}/items/7${query}`, headers);
}

describe('the response of a mock (MS, LS test_mock_integration_response)', () => {
  const several = (template: string) =>
    mockOf(
      { requestTemplates: { 'application/json': template } },
      { statusCode: 200, headers: { 'X-Which': "'default'" } },
      { statusCode: 404, selectionPattern: '404', headers: { 'X-Which': "'missing'" } },
      { statusCode: 502, selectionPattern: '5\\d\\d', headers: { 'X-Which': "'broken'" } },
    );

  test.each([
    ['{"statusCode": 200}', 200, 'default'],
    ['{ statusCode: 404 }', 404, 'missing'],
    ['{"a": 1, "statusCode": 503}', 502, 'broken'],
    ['{"statusCode": "404"}', 404, 'missing'],
    ['{"statusCode": 4040}', 500, undefined],
  ])('is chosen by the status of the request template: %s', async (template, status, which) => {
    const answer = await asked(several(template));
    expect([answer.status, answer.headers['x-which']]).toEqual([status, which]);
  });

  test('is chosen by what the template renders', async () => {
    const template = '{"statusCode": $input.params(\'code\')}';
    expect((await asked(several(template), [], '?code=404')).status).toBe(404);
  });

  test('is a 500 where the template names no status, and where no response is for it (LS)', async () => {
    expect((await asked(mockOf({ requestTemplates: { 'application/json': '{}' } }))).status).toBe(500);
    const none = await asked(mockOf({}, { selectionPattern: '404' }));
    expect([none.status, none.body]).toEqual([500, { message: 'Internal server error' }]);
  });

  test.each(['constructor', 'toString', '__proto__'])(
    'is for no type, parameter or variable that every object has: %s',
    async (name) => {
      const strict = mockOf({ passthrough: 'NEVER' });
      expect((await asked(strict, [['Content-Type', name]])).status).toBe(415);
      const text = `{"own": "$context.${name}", "sent": "$input.params('${name}')"}`;
      const said = mockOf(
        {},
        { bodyTemplates: { 'application/json': text }, headers: { 'X-Said': `context.${name}` } },
      );
      const { status, body, headers } = await asked(said, [['Accept', name]]);
      expect([status, body, headers['x-said']]).toEqual([200, { own: '', sent: '' }, undefined]);
    },
  );

  test('is JSON by its type, unless a header is mapped (LS test_invocation_trace_id)', async () => {
    expect((await asked(mockOf({}))).headers['content-type']).toBe('application/json');
    const html = mockOf({}, { headers: { 'Content-Type': "'text/html'" } });
    expect((await asked(html)).headers['content-type']).toBe('text/html');
  });
});

describe('the body of a mock (MS, LS test_routing_with_hardcoded_resource_sibling_order)', () => {
  test('is rendered from its template', async () => {
    const template =
      '{"id":"$input.params(\'id\')","q":"$input.params(\'q\')","h":"$input.params(\'X-H\')",' +
      '"path":"$context.resourcePath","colour":"$stageVariables.colour","none":"$context.none"}';
    const answer = await asked(
      mockOf({}, { bodyTemplates: { 'application/json': template } }),
      [['x-h', 'yes']],
      '?q=1',
    );
    expect(answer.body).toEqual({
      id: '7',
      q: '1',
      h: 'yes',
      path: '/items/{id}',
      colour: 'blue',
      none: '',
    });
  });

  test('is by the template for the type that the request accepts, else the one for JSON', async () => {
    const mock = mockOf({}, { bodyTemplates: { 'text/plain': 'plain', 'application/json': '"json"' } });
    expect((await asked(mock, [['Accept', 'text/plain']])).text).toBe('plain');
    expect((await asked(mock, [['Accept', 'text/html']])).text).toBe('"json"');
  });
});

// LS execute_api/handlers/integration_request.py; MS.
describe('a request whose type has no template', () => {
  const json: [string, string][] = [['Content-Type', 'text/xml']];

  test.each([
    ['NEVER', 415],
    ['WHEN_NO_TEMPLATES', 415],
    ['WHEN_NO_MATCH', 500],
  ] as const)('%s gives %i', async (passthrough, status) => {
    expect((await asked(mockOf({ passthrough }), json)).status).toBe(status);
  });
});

describe('a template that needs more than references', () => {
  const mock = (fields: object, response: object = {}) => ({
    Get: method(ROOT, {
      Integration: {
        Type: 'MOCK',
        RequestTemplates: { 'application/json': '{ statusCode: 204 }' },
        IntegrationResponses: [{ StatusCode: '204', ...response }],
        ...fields,
      },
    }),
  });

  test.each([
    ['#set($a = 1)'],
    ['$input.json("$.a")'],
    ['$util.escapeJavaScript("a")'],
    ['$input.params("id")'],
    ['${context.requestId}'],
    ['$!context.requestId'],
    ['## a comment'],
  ])('is refused when it is read: %s', (template) => {
    const templates = { 'application/json': template };
    expect(() => read(mock({ RequestTemplates: templates }))).toThrow(/VTL/);
    expect(() => read(mock({}, { ResponseTemplates: templates }))).toThrow(/VTL/);
  });

  test.each([['Price: 5 $, #1'], ['$context.requestId'], ["$input.params('id')"]])(
    'else it is read: %s',
    (template) => {
      expect(() => read(mock({}, { ResponseTemplates: { 'application/json': template } }))).not.toThrow();
    },
  );

  test('and so is a mapping of what a mock does not have', () => {
    const mapped = { 'method.response.header.X': 'integration.response.header.Y' };
    expect(() => read(mock({}, { ResponseParameters: mapped }))).toThrow(/integration\.response\.header\.Y/);
  });
});
