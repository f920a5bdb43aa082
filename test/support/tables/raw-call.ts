/** Calls of a DynamoDB API without the SDK, which would not send what is malformed. */
import { connect } from 'node:net';

/** As a client sends them: the embedded tables look at the form of a signature alone. */
export function signedFor(operation: string) {
  return {
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': `DynamoDB_20120810.${operation}`,
    'x-amz-date': '20261201T000000Z',
    authorization: 'AWS4-HMAC-SHA256 Credential=local, SignedHeaders=host, Signature=x',
  };
}

/** Sends a body as it is, and returns the status and the text of the answer. */
export async function rawCall(endpoint: string, operation: string, body: string) {
  const answer = await fetch(endpoint, { method: 'POST', headers: signedFor(operation), body });
  return { status: answer.status, text: await answer.text() };
}

/** A connection on which the head of a POST request for this target was sent. */
export function openCall(endpoint: string, target: string, { length }: { readonly length: number }) {
  const { hostname, port } = new URL(endpoint);
  const socket = connect(Number(port), hostname);
  const head = Object.entries(signedFor('PutItem')).map(([name, value]) => `${name}: ${value}`);
  const lines = [`POST ${target} HTTP/1.1`, 'Host: x', 'Connection: close', ...head];
  socket.write([...lines, `Content-Length: ${length}`, '', ''].join('\r\n'));
  return socket;
}
