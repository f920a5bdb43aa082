/** Runs the custom resources of a template, as CloudFormation does when it creates the stack. */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import * as v from 'valibot';
import { listen } from '../ports.ts';
import type { Functions } from './functions.ts';
import type { CustomResource, Template } from '../template/template.ts';

/** How long a custom resource may take, in milliseconds. CloudFormation waits an hour. */
const DEADLINE = 60_000;

const answerSchema = v.object({
  Status: v.picklist(['SUCCESS', 'FAILED']),
  Reason: v.optional(v.string(), ''),
});

type Answer = v.InferOutput<typeof answerSchema>;

/** Creates the custom resources, one after the other. Rejects with the reason of the first that fails. */
export async function createCustomResources(
  { customResources }: Template,
  functions: Functions,
): Promise<void> {
  for (const resource of customResources) {
    const { Status, Reason } = await create(resource, functions);
    if (Status === 'FAILED') throw new Error(`the custom resource ${resource.logicalId} failed: ${Reason}`);
  }
}

/** The function answers by a PUT to `ResponseURL` (AWS CloudFormation: "Custom resource response objects"). */
async function create(
  { logicalId, type, functionId, properties }: CustomResource,
  functions: Functions,
): Promise<Answer> {
  const inbox = await openInbox();
  const invocation = functions.invoke(functionId, {
    RequestType: 'Create',
    ResponseURL: inbox.url,
    StackId: 'arn:aws:cloudformation:local',
    RequestId: randomUUID(),
    LogicalResourceId: logicalId,
    ResourceType: type,
    ResourceProperties: properties,
  });
  try {
    const failed = invocation.then((result) =>
      result.ok ? inbox.answer : { Status: 'FAILED' as const, Reason: result.errorMessage },
    );
    return await Promise.race([inbox.answer, failed]);
  } finally {
    inbox.close();
  }
}

async function openInbox() {
  const server = createServer();
  const answer = new Promise<Answer>((resolve) => {
    const timer = setTimeout(() => {
      resolve({ Status: 'FAILED', Reason: `no answer within ${DEADLINE / 1000} s` });
    }, DEADLINE);
    server.once('close', () => {
      clearTimeout(timer);
    });
    server.on('request', (request, response) => {
      void readAnswer(request).then((received) => {
        response.end();
        resolve(received);
      });
    });
  });
  const port = await listen(server, 0);
  return { url: `http://127.0.0.1:${port}/`, answer, close: () => server.close() };
}

/** CloudFormation's URL accepts one PUT of JSON. Any other request is a mistake in the function. */
async function readAnswer(request: IncomingMessage): Promise<Answer> {
  const body: unknown = await json(request).catch(() => undefined);
  if (request.method === 'PUT' && v.is(answerSchema, body)) return v.parse(answerSchema, body);
  return {
    Status: 'FAILED',
    Reason: `its answer, a ${request.method ?? ''} to ResponseURL, is not a PUT of JSON with Status SUCCESS or FAILED`,
  };
}
