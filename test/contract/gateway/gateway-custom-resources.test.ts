import { createCustomResources } from '../../../local/functions/custom-resources.ts';
import { createFunctions } from '../../../local/functions/functions.ts';
import type { Functions } from '../../../local/functions/functions.ts';
import { templateOf } from '../../support/gateway/parts.ts';
import { until } from '../../support/time/until.ts';

/** Answers with the property Answer, by the HTTP method in the property Method. */
const ANSWERS = `exports.handler = async (event) => {
  console.log(JSON.stringify(event));
  const { Answer, Method } = event.ResourceProperties;
  if (Answer !== undefined) await fetch(event.ResponseURL, { method: Method ?? 'PUT', body: Answer });
};`;

let functions: Functions | undefined;
afterEach(() => functions?.close());

async function create(code: string, ...properties: object[]): Promise<string[]> {
  const log: string[] = [];
  const customResources = properties.map((own, index) => ({
    logicalId: `Seeds${index}`,
    type: 'Custom::Seeds',
    functionId: 'Only',
    properties: { ServiceToken: 'arn:x', ...own },
  }));
  const template = { ...templateOf({ Only: code }), customResources };
  const onLog = (_: string, line: string) => log.push(line);
  functions = createFunctions(template, { environment: {}, maxInstances: 1, onLog });
  await createCustomResources(template, functions);
  // The log arrives through another pipe than the answer.
  await until('a line for each resource', () => log.length >= properties.length);
  return log;
}

test('each is created once, in order, with the event of CloudFormation', async () => {
  const log = await create(
    ANSWERS,
    { Answer: '{"Status":"SUCCESS"}', Order: 1 },
    { Answer: '{"Status":"SUCCESS"}' },
  );
  expect(JSON.parse(`[${log.join(',')}]`)).toMatchObject([
    {
      RequestType: 'Create',
      ResponseURL: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\//),
      StackId: expect.any(String),
      RequestId: expect.any(String),
      LogicalResourceId: 'Seeds0',
      ResourceType: 'Custom::Seeds',
      ResourceProperties: { ServiceToken: 'arn:x', Order: 1 },
    },
    { LogicalResourceId: 'Seeds1' },
  ]);
});

test.each([
  [
    'fails',
    { Answer: '{"Status":"FAILED","Reason":"the table is missing"}' },
    /Seeds0.*the table is missing/,
  ],
  ['answers no JSON', { Answer: 'not json' }, /Seeds0.*not a PUT of JSON/],
  ['answers another status', { Answer: '{"Status":"MAYBE"}' }, /Seeds0.*Status SUCCESS or FAILED/],
  ['answers by POST', { Answer: '{"Status":"SUCCESS"}', Method: 'POST' }, /Seeds0.*POST/],
])('one that %s ends the creation with the reason', async (_, properties, reason) => {
  await expect(create(ANSWERS, properties, { Answer: '{"Status":"SUCCESS"}' })).rejects.toThrow(reason);
});

test('one with a function that crashes ends the creation', async () => {
  await expect(create('exports.handler = async () => { throw new Error("boom"); }', {})).rejects.toThrow(
    /Seeds0.*boom/,
  );
});
