/** The keys of an issuer cannot be had: a fault of ours or of the issuer, never of the caller. */
import { UnreadableAnswer } from './fetch-json.ts';

export type KeySetFault = KeySetUnavailable | KeySetUnreadable;

class KeySetUnavailable extends Error {
  override readonly name = 'KeySetUnavailable';
}

/** Something was fetched, and it is no key set, or no discovery document of this issuer. */
export class KeySetUnreadable extends Error {
  override readonly name = 'KeySetUnreadable';
}

/** The fault that a failed fetch is. */
export function keySetFault(issuer: string, cause: unknown): KeySetFault {
  return cause instanceof UnreadableAnswer
    ? new KeySetUnreadable(`the key set of ${issuer} was fetched, but cannot be read`, { cause })
    : new KeySetUnavailable(`the key set of ${issuer} cannot be fetched`, { cause });
}
