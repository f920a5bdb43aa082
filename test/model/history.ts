/**
 * One history: what has happened so far, in the product and in the reference, and what the next step must give. The product
 * may go by what was written within its stated bounds, so an answer agrees if it is one of those that the reference gives
 * for a moment within them.
 */
import { hashParts } from '../../adapters/hash.ts';
import { callRoute, exchangeFor } from '../support/functions/api-caller.ts';
import type { Called as Answer } from '../support/functions/api-caller.ts';
import type { BuiltFunctions } from '../support/functions/built-functions.ts';
import { authorizerEvent } from '../support/functions/rest-events.ts';
import { callOutcome, exchangeOutcome } from './reference/outcomes.ts';
import type { Called, Grant, Outcome, Token } from './reference/outcomes.ts';
import type { Item, Items, Situation, Use } from './reference/policy.ts';
import { NO_RISK, RULES } from './reference/rules.ts';
import type { Risk, SignIn } from './reference/rules.ts';

/** How long what was written before may still count, in seconds (docs/security.md). */
const POLICY_BOUND = 10;
const RISK_BOUND = 5;

/** What was so from a moment on, in the order of the moments. */
type Past<Value> = readonly { readonly from: number; readonly value: Value }[];

export interface KnownToken extends Token {
  readonly jwt: string;
}

export interface KnownGrant extends Grant {
  readonly value: string;
}

export class History {
  readonly #functions: BuiltFunctions;
  /** Before every path and every name, so that histories do not meet. */
  readonly #prefix: string;
  #policies: Past<Items>;
  readonly #risks = new Map<string, Past<Risk>>();
  /** `maybe`: the answer did not say which of several uses was recorded. */
  readonly #spent = new Map<string, 'yes' | 'maybe'>();
  readonly tokens: KnownToken[] = [];
  readonly grants: KnownGrant[] = [];
  /** What was answered, in few words, for the statistics of a run. */
  readonly answers: string[] = [];
  now: number;

  constructor(functions: BuiltFunctions, number: number, now: number) {
    this.#functions = functions;
    this.#prefix = `h${number}`;
    this.now = now;
    this.#policies = [{ from: 0, value: new Map() }];
  }

  pass(seconds: number): void {
    this.now += seconds;
    this.#functions.time.stopAt(this.now);
  }

  async signIn(user: string, client: string, signIn: SignIn, scopes: readonly string[]): Promise<void> {
    const expiresAt = this.now + 900;
    const jwt = await this.#functions.issuer.sign({
      ...{ sub: this.#name(user), client_id: client, scope: scopes.join(' '), exp: expiresAt },
      ...{ acr: signIn.acr, amr: signIn.amr, auth_time: signIn.at },
    });
    this.tokens.push({ user, client, signIn, scopes, expiresAt, jwt });
  }

  async write(key: string, item: Item | undefined): Promise<void> {
    const items = new Map(this.#policies.at(-1)?.value);
    if (item === undefined) {
      items.delete(key);
      await this.#functions.database.remove('policy', { route: this.#key(key) });
    } else {
      items.set(key, item);
      await this.#functions.putPolicy({ route: this.#key(key), ...this.#written(item) });
    }
    this.#policies = [...this.#policies, { from: this.now, value: items }];
  }

  item(key: string): Item | undefined {
    return this.#policies.at(-1)?.value.get(key);
  }

  async setRisk(user: string, risk: Risk | undefined): Promise<void> {
    const id = hashParts(this.#functions.issuer.issuer, this.#name(user));
    if (risk === undefined) await this.#functions.database.remove('risk', { id });
    else await this.#functions.database.put('risk', { id, ...risk });
    this.#risks.set(user, [...this.#risksOf(user), { from: this.now, value: risk ?? NO_RISK }]);
  }

  risk(user: string): Risk {
    return this.#risksOf(user).at(-1)?.value ?? NO_RISK;
  }

  /** Calls the route. `spelt` is the id as it is sent. Throws where the answer is none that the reference gives. */
  async call(token: KnownToken, grant: KnownGrant | undefined, called: Called, spelt: string): Promise<void> {
    const possible = this.#situations(token.user).map((situation) =>
      callOutcome(token, grant, called, situation),
    );
    const event = this.#eventOf(called, spelt);
    const answer = await callRoute(this.#functions, this.#key(called.route), {
      token: token.jwt,
      ...(grant === undefined ? {} : { grant: grant.value }),
      event,
    });
    const agreeing = possible.filter((outcome) => shown(outcome) === spoken(answer));
    this.answers.push(spoken(answer).replace(/ (?:as|loa).*|(?<=challenge) *\d+/, ''));
    requireAgreement(spoken(answer), possible.map(shown), agreeing.length > 0);
    this.#noteUses(agreeing);
  }

  async exchange(token: KnownToken, called: Called): Promise<void> {
    const possible = this.#situations(token.user).map((situation) =>
      exchangeOutcome(token, called, situation),
    );
    const bound = called.id === undefined ? undefined : `id=${encodeURIComponent(called.id)}`;
    const answer = await exchangeFor(this.#functions, this.#key(called.route), token.jwt, bound);
    const said = 'grant' in answer ? 'grant' : `${answer.error} ${answer.maxAge ?? ''}`;
    this.answers.push(`exchange: ${said.replace(/ .*/, '')}`);
    const agreeing = possible.filter(
      (one) => (one.kind === 'grant' ? 'grant' : `${one.error} ${one.maxAge ?? ''}`) === said,
    );
    requireAgreement(
      said,
      possible.map((one) => (one.kind === 'grant' ? 'grant' : `${one.error} ${one.maxAge ?? ''}`)),
      agreeing.length > 0,
    );
    const [first] = agreeing;
    if (!('grant' in answer) || first?.kind !== 'grant') return;
    // A grant whose life depends on which policy was read is not kept: the reference could not say when it ends.
    const isSure = agreeing.every((one) => JSON.stringify(one) === JSON.stringify(first));
    if (isSure) this.grants.push({ ...first.grant, value: answer.grant });
  }

  #noteUses(agreeing: readonly Outcome[]): void {
    const uses = agreeing.map((one) => (one.kind === 'opened' ? one.use : undefined));
    const [first] = uses;
    const isSure = uses.every((use) => JSON.stringify(use) === JSON.stringify(first));
    for (const use of uses) {
      for (const place of use === undefined ? [] : placesOf(use)) {
        if (this.#spent.get(place) !== 'yes') this.#spent.set(place, isSure ? 'yes' : 'maybe');
      }
    }
  }

  /** Every combination of what may still count. */
  #situations(user: string): readonly Situation[] {
    const policies = within(this.#policies, this.now - POLICY_BOUND);
    const risks = within(this.#risksOf(user), this.now - RISK_BOUND);
    return policies.flatMap((items) =>
      risks.flatMap((risk) =>
        (['yes', 'maybe'] as const).map((least): Situation => {
          const isSpent = (use: Use) =>
            placesOf(use).some((place) => {
              const known = this.#spent.get(place);
              return known === 'yes' || (known === 'maybe' && least === 'maybe');
            });
          return { items, risk, now: this.now, isSpent };
        }),
      ),
    );
  }

  #risksOf(user: string): Past<Risk> {
    return this.#risks.get(user) ?? [{ from: 0, value: NO_RISK }];
  }

  #name(user: string): string {
    return `${this.#prefix}-${user}`;
  }

  #key(key: string): string {
    return key.startsWith('GROUP ')
      ? `GROUP ${this.#name(key.slice('GROUP '.length))}`
      : key.replace(' /', ` /${this.#prefix}/`);
  }

  #written({ group, rules, closedUntil, upcoming, ...rest }: Item): object {
    return {
      ...rest,
      ...(group === undefined ? {} : { group: this.#name(group) }),
      ...(rules === undefined ? {} : { rules: this.#rules(rules) }),
      ...(closedUntil === undefined ? {} : { closedUntil: dateOf(closedUntil) }),
      ...(upcoming === undefined ? {} : { upcoming: this.#change(upcoming) }),
    };
  }

  #rules(rules: NonNullable<Item['rules']>): readonly object[] {
    return rules.map(({ rule, ...demands }) => ({
      when: RULES[rule].when.replace('PREFIX', this.#prefix),
      ...demands,
    }));
  }

  #change({ effectiveAt, rules, ...demands }: NonNullable<Item['upcoming']>): object {
    return {
      ...demands,
      ...(rules === undefined ? {} : { rules: this.#rules(rules) }),
      ...(effectiveAt === undefined ? {} : { effectiveAt: dateOf(effectiveAt) }),
    };
  }

  /** As API Gateway sends it for a call by its own host, whose stage is not the base path of the publicUrl. */
  #eventOf({ route, id }: Called, spelt: string): object {
    const key = this.#key(route);
    const { requestContext } = authorizerEvent(key, {});
    const template = key.slice(key.indexOf('/'));
    return {
      pathParameters: id === undefined ? {} : { id: spelt },
      requestContext: { ...Object(requestContext), path: `/stage${template.replace('{id}', spelt)}` },
    };
  }
}

function dateOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}

/** What was so at some time since `from`. */
function within<Value>(past: Past<Value>, from: number): readonly Value[] {
  return past.filter((_, index) => (past[index + 1]?.from ?? Infinity) >= from).map(({ value }) => value);
}

function placesOf({ user, client, at, places }: Use): readonly string[] {
  return places.map((place) => [user, client, at, place].join(' '));
}

function shown(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'opened':
      return `opened by ${outcome.by} as ${outcome.acr}`;
    case 'challenge':
      return `challenge ${outcome.acr.join(' ')} ${outcome.maxAge ?? ''}`;
    case 'scope':
      return `scope ${outcome.scopes.join(' ')}`;
    case 'grant_required':
    case 'denied':
    case 'invalid_token':
      return outcome.kind;
  }
}

function spoken(answer: Answer | 'fault'): string {
  if (answer === 'fault') return 'fault';
  if ('opened' in answer) return `opened by ${answer.opened} as ${answer.acr}`;
  switch (answer.refused) {
    case 'insufficient_user_authentication':
      return `challenge ${answer.acrValues.split(' ').toSorted().join(' ')} ${answer.maxAge}`;
    case 'insufficient_scope':
      return `scope ${answer.scope}`;
    case 'step_up_grant_required':
      return 'grant_required';
    case 'access_denied':
      return 'denied';
    default:
      return answer.refused;
  }
}

function requireAgreement(said: string, possible: readonly string[], agrees: boolean): void {
  if (!agrees)
    throw new Error(`the product says "${said}", the reference "${[...new Set(possible)].join('" or "')}"`);
}
