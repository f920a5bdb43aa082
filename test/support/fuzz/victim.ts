/** The built functions with what a user of the API holds, for targets that run them. */
import { hashSecret } from '../../../adapters/hash.ts';
import type { Invocation } from '../../../local/functions/instance.ts';
import { startBuiltFunctions } from '../functions/built-functions.ts';
import type { BuiltFunctions } from '../functions/built-functions.ts';
import { encodeForm, exchangeForm } from '../exchange-form.ts';
import { presetVictims } from '../hostile/preset-victims.ts';
import type { PresetVictim } from '../hostile/preset-victims.ts';
import type { TokenProfile } from '../../../core/trust/presets/presets.ts';
import { demand } from './target.ts';
import type { HostileVictim } from '../hostile/request.ts';
import { grantOf, issuedBy } from '../hostile/outcomes.ts';
import { exchangeEvent, TRANSFERS } from '../functions/rest-events.ts';

export interface FuzzVictim extends HostileVictim {
  readonly functions: BuiltFunctions;
}

/** The same for the users of each profile's issuer. */
export interface FuzzVictims extends FuzzVictim {
  readonly of: (profile: TokenProfile) => PresetVictim;
}

/** What the tokens that the issuer signs under fuzz are to open. */
export const FRESH_ROUTE = { route: 'POST /fresh', acr: 'loa2', maxAge: 300 };

/** The tokens live for a day: longer than any fuzz, and so does what their sign-in is good for. */
export async function startFuzzVictim(): Promise<FuzzVictims> {
  const functions = await startBuiltFunctions();
  await functions.putPolicy({ route: 'POST /payments', acr: 'loa2', maxAge: 86_400 });
  await functions.putPolicy(FRESH_ROUTE);
  const exp = Math.floor(Date.now() / 1000) + 86_400;
  const strong = await functions.issuer.sign({ acr: 'loa2', exp });
  const ordinary = await functions.issuer.sign({ acr: 'loa1', exp });
  const body = encodeForm(exchangeForm(strong, TRANSFERS));
  const grant = grantOf(await functions.invoke('token-exchange', exchangeEvent(body)));
  return { functions, strong, ordinary, grant, of: await presetVictims(functions, 86_400) };
}

/**
 * Invokes the exchange, which may ask so much of the database, and more for a grant. The grant is deleted again: a user
 * has a hundred at most.
 */
export async function exchangeAsVictim(victim: FuzzVictim, event: unknown): Promise<Invocation> {
  const { functions } = victim;
  functions.forget();
  const invocation = await functions.invoke('token-exchange', event);
  const granted = issuedBy(invocation);
  demandBoundedWork(victim, granted === undefined ? 2 : 4);
  if (granted !== undefined) await functions.database.remove('grant', { id: hashSecret(granted) });
  return invocation;
}

/** The work of one request, counted at the database: what it may ask at the most. */
export function demandBoundedWork({ functions }: FuzzVictim, most: number): void {
  const operations = functions.operations();
  demand(operations.length <= most, `${operations.length} operations for one request: ${operations.join()}`);
}
