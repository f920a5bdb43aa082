/**
 * Runs a built bundle in a process of its own and counts the work that its input causes: how often anything
 * that decodes, parses, hashes or verifies is called, and with how many characters. `node counting-main.ts FILE`.
 */
import crypto from 'node:crypto';
import { createRequire } from 'node:module';
import * as v from 'valibot';

const work = new Map<string, { calls: number; characters: number }>();

function record(name: string, values: readonly unknown[]): void {
  const entry = work.get(name) ?? { calls: 0, characters: 0 };
  const sizes = values.map((value) =>
    typeof value === 'string' || value instanceof Uint8Array ? value.length : 0,
  );
  work.set(name, {
    calls: entry.calls + 1,
    characters: sizes.reduce((sum, size) => sum + size, entry.characters),
  });
}

/** Puts a counter before a function. What is counted is also on what it is called: a text, for one of its methods. */
function count(owner: object, name: string, label: string): void {
  const original: unknown = Reflect.get(owner, name);
  if (typeof original !== 'function')
    throw new Error(`${label} is no function: the counter does not fit Node.js`);
  const counted = new Proxy(original, {
    apply: (target, self: unknown, values: unknown[]): unknown => {
      record(label, [String.prototype === owner ? self : undefined, ...values]);
      return Reflect.apply(target, self, values);
    },
    construct: (target, values: unknown[], newTarget): object => {
      record(label, values);
      return v.parse(
        v.custom<object>((made) => typeof made === 'object'),
        Reflect.construct(target, values, newTarget),
      );
    },
  });
  Object.defineProperty(owner, name, { value: counted, configurable: true, writable: true });
}

const COUNTED: readonly (readonly [place: string, owner: object, names: readonly string[]])[] = [
  ['Buffer', Buffer, ['from']],
  ['JSON', JSON, ['parse']],
  ['global', globalThis, ['atob', 'decodeURIComponent', 'URLSearchParams']],
  ['TextDecoder', TextDecoder.prototype, ['decode']],
  ['String', String.prototype, ['split', 'matchAll']],
  ['crypto', crypto, ['verify', 'createVerify', 'createHash', 'createHmac', 'createPublicKey']],
  ['Hash', crypto.Hash.prototype, ['update']],
  ['Verify', crypto.Verify.prototype, ['update', 'verify']],
];
for (const [place, owner, names] of COUNTED) {
  for (const name of names) count(owner, name, `${place}.${name}`);
}

const send = v.parse(v.function(), process.send?.bind(process));
const { handler } = v.parse(
  v.object({ handler: v.function() }),
  createRequire(import.meta.url)(process.argv[2] ?? ''),
);
const context = { awsRequestId: 'r', functionName: 'f', getRemainingTimeInMillis: () => 3000 };

process.on('message', (event) => {
  work.clear();
  void answerTo(event).then((answer) => send({ ...answer, work: Object.fromEntries(work) }));
});
process.on('disconnect', () => process.exit());
send('ready');

async function answerTo(event: unknown): Promise<object> {
  try {
    return { value: await handler(event, context) };
  } catch (error) {
    return { thrown: String(error) };
  }
}
