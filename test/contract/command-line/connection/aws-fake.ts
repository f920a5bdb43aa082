/** The three AWS APIs that `--stack` asks, as far as it asks them, over real HTTP. */
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { closeServer, listenOnLoopback } from '../../../support/loopback-server.ts';

export interface FakeAws {
  /** For the environment of the process that asks. */
  readonly environment: Readonly<Record<string, string>>;
  /** Which operations were asked for, in order. */
  readonly asked: readonly string[];
  readonly close: () => Promise<void>;
}

export interface FakeStack {
  readonly outputs: readonly {
    readonly key: string;
    readonly value: string;
    readonly description?: string;
  }[];
  /** Environment of the authorizer's function. */
  readonly environment: Readonly<Record<string, string>>;
  /** Metadata of the authorizer's function, whose logical id is `Authorizer`. */
  readonly metadata?: object;
  readonly publicStages?: readonly string[];
  /** Pages of GetResources. */
  readonly resources: readonly (readonly object[])[];
}

const FUNCTION_ARN = 'arn:aws:lambda:eu-west-1:123456789012:function:shop-authorizer';
const uri = (arn: string) =>
  `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${arn}/invocations`;

export async function startFakeAws({
  outputs,
  environment,
  metadata,
  publicStages = ['prod'],
  resources,
}: FakeStack): Promise<FakeAws> {
  const asked: string[] = [];
  const answers: readonly [operation: string, path: RegExp, answer: (url: URL, body: string) => Answer][] = [
    ['DescribeStacks', /^\/ DescribeStacks$/, (_url, body) => stacks(outputs, body)],
    ['DescribeStackResource', /^\/ DescribeStackResource$/, (_url, body) => stackResource(metadata, body)],
    [
      'GetFunctionConfiguration',
      /^\/2015-03-31\/functions\/shop-authorizer\/configuration$/,
      () => json({ FunctionArn: FUNCTION_ARN, Environment: { Variables: environment } }),
    ],
    [
      'GetAuthorizers',
      /^\/restapis\/api1\/authorizers$/,
      () =>
        json({
          item: [
            { id: 'ours', authorizerUri: uri(FUNCTION_ARN) },
            { id: 'other', authorizerUri: uri(`${FUNCTION_ARN}-2`) },
          ],
        }),
    ],
    [
      'GetStages',
      /^\/restapis\/api1\/stages$/,
      () => json({ item: publicStages.map((stageName) => ({ stageName })) }),
    ],
    [
      'GetResources',
      /^\/restapis\/api1\/resources$/,
      (url) => {
        const page = Number(url.searchParams.get('position') ?? 0);
        if (url.searchParams.get('embed') !== 'methods') return json({ item: [] });
        return json({
          item: resources[page],
          ...(page + 1 < resources.length ? { position: String(page + 1) } : {}),
        });
      },
    ],
  ];
  const server = createServer((request, response) => {
    void answerTo(request).then(({ status, type, body }) => {
      response.writeHead(status, { 'content-type': type }).end(body);
    });
  });
  async function answerTo(request: IncomingMessage): Promise<Answer> {
    const body = await text(request);
    const url = new URL(request.url ?? '/', 'http://fake');
    // CloudFormation has one path for all operations.
    const action = url.pathname === '/' ? new URLSearchParams(body).get('Action') : null;
    const path = action === null ? url.pathname : `/ ${action}`;
    const known = answers.find(([, pattern]) => pattern.test(path));
    asked.push(known?.[0] ?? `${request.method ?? ''} ${path}`);
    return (
      known?.[2](url, body) ?? { status: 404, type: 'application/json', body: '{"message":"no such thing"}' }
    );
  }
  const origin = await listenOnLoopback(server);
  return {
    asked,
    environment: {
      AWS_ENDPOINT_URL_CLOUDFORMATION: origin,
      AWS_ENDPOINT_URL_LAMBDA: origin,
      AWS_ENDPOINT_URL_API_GATEWAY: origin,
      AWS_ACCESS_KEY_ID: 'fake',
      AWS_SECRET_ACCESS_KEY: 'fake',
    },
    close: () => closeServer(server),
  };
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

function json(value: object): Answer {
  return { status: 200, type: 'application/json', body: JSON.stringify(value) };
}

/** The query protocol (AWS CloudFormation API reference: "DescribeStacks"). */
function stacks(outputs: FakeStack['outputs'], body: string): Answer {
  if (new URLSearchParams(body).get('StackName') !== 'shop') {
    const message = '<Message>Stack with id nowhere does not exist</Message>';
    return {
      status: 400,
      type: 'text/xml',
      body: `<ErrorResponse><Error><Type>Sender</Type><Code>ValidationError</Code>${message}</Error></ErrorResponse>`,
    };
  }
  const members = outputs.map(({ key, value, description = '' }) => {
    const fields = { OutputKey: key, OutputValue: value, Description: description };
    return `<member>${Object.entries(fields)
      .map(([name, one]) => `<${name}>${escaped(one)}</${name}>`)
      .join('')}</member>`;
  });
  const stack = `<member><StackName>shop</StackName><StackStatus>CREATE_COMPLETE</StackStatus><CreationTime>2026-01-01T00:00:00Z</CreationTime><Outputs>${members.join('')}</Outputs></member>`;
  return {
    status: 200,
    type: 'text/xml',
    body: `<DescribeStacksResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><DescribeStacksResult><Stacks>${stack}</Stacks></DescribeStacksResult></DescribeStacksResponse>`,
  };
}

/** AWS CloudFormation API reference: "DescribeStackResource". */
function stackResource(metadata: object | undefined, body: string): Answer {
  const asked = new URLSearchParams(body);
  if (asked.get('StackName') !== 'shop' || asked.get('LogicalResourceId') !== 'Authorizer') {
    const message = `<Message>Resource ${asked.get('LogicalResourceId') ?? ''} does not exist</Message>`;
    return {
      status: 400,
      type: 'text/xml',
      body: `<ErrorResponse><Error><Type>Sender</Type><Code>ValidationError</Code>${message}</Error></ErrorResponse>`,
    };
  }
  const text = metadata === undefined ? '' : `<Metadata>${escaped(JSON.stringify(metadata))}</Metadata>`;
  const detail = `<StackResourceDetail><StackName>shop</StackName><LogicalResourceId>Authorizer</LogicalResourceId>${text}</StackResourceDetail>`;
  return {
    status: 200,
    type: 'text/xml',
    body: `<DescribeStackResourceResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><DescribeStackResourceResult>${detail}</DescribeStackResourceResult></DescribeStackResourceResponse>`,
  };
}

function escaped(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
