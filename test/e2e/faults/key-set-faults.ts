/** Faults of a key set's server: what its clients see when it fails, or is hostile. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';

export type KeySetFault = (request: IncomingMessage, response: ServerResponse) => void;

const MEGABYTE = 1024 * 1024;

export const text =
  (body: string, status = 200): KeySetFault =>
  (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  };

export const json = (body: unknown): KeySetFault => text(JSON.stringify(body));

export const redirectTo =
  (status: number, location: string): KeySetFault =>
  (_, response) => {
    response.writeHead(status, { location }).end();
  };

export const silence: KeySetFault = () => undefined;

export const reset: KeySetFault = (_, response) => {
  response.socket?.resetAndDestroy();
};

/** A byte fifty times a second: never silent, and never done. */
export const drip: KeySetFault = (_, response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  const timer = setInterval(() => response.write(' '), 20);
  response.write('{');
  response.on('close', () => {
    clearInterval(timer);
  });
};

/** A document that would be fine but for its size, which is told beforehand. */
export const hugeWithLength =
  (keys: readonly unknown[]): KeySetFault =>
  (_, response) => {
    const body = JSON.stringify({ keys, padding: 'x'.repeat(MEGABYTE) });
    response.writeHead(200, { 'content-length': String(body.length) }).end(body);
  };

/** The same without a Content-Length: one piece after the other, until the client stops reading. */
export const hugeInPieces =
  (keys: readonly unknown[]): KeySetFault =>
  (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write(`${JSON.stringify({ keys }).slice(0, -1)},"padding":"`);
    const piece = 'x'.repeat(16 * 1024);
    const more = () => {
      while (!response.destroyed && response.write(piece));
      if (!response.destroyed) response.once('drain', more);
    };
    more();
  };

/** A few kilobytes that become a megabyte. */
export const hugeOnceUnpacked =
  (keys: readonly unknown[]): KeySetFault =>
  (_, response) => {
    const body = gzipSync(JSON.stringify({ keys, padding: 'x'.repeat(MEGABYTE) }));
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(body);
  };
