/** What the reference has to know of a token profile: which claims its tokens have, and what shows a sign-in. */
import type { PresetShape } from '../support/tokens/preset-shapes.ts';
import type { Writing } from './reference/issuers.ts';

/** Entra ID's own claim of the acr is a list already: its other list has a name of the owner's. */
export function writingOf({ writes, shownByTime }: PresetShape): Writing {
  const isList = writes.acr === 'acrs';
  return {
    claims: { acr: writes.acr, acrs: isList ? 'contexts' : 'acrs', amr: 'amr' },
    isList,
    isShownByTime: shownByTime,
    hasTimedMethods: writes.factors === true,
  };
}
