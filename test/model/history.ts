/**
 * One history: what has happened so far, in the product and in the reference, and what the next step must give. An answer
 * agrees if it is one of those that the reference gives for a situation that may count.
 */
import { BUNDLES } from '../../core/contract.ts';
import { callRoute, exchangeFor } from '../support/functions/api-caller.ts';
import { Keys } from './keys.ts';
import { Known } from './known.ts';
import { looserFor } from './looser.ts';
import { Names } from './names.ts';
import { exchangeOutcome, failed } from './reference/exchange.ts';
import type { ExchangeOutcome } from './reference/exchange.ts';
import { callOutcomes, exchangeOutcomes } from './reference/faults.ts';
import type { Table } from './reference/faults.ts';
import { meaningOf, saidIn } from './reference/issuers.ts';
import type { IssuerName, KeyVerdict, Mapping } from './reference/issuers.ts';
import { callOutcome, hasExpired } from './reference/outcomes.ts';
import type { Called, Grant, Outcome, Token } from './reference/outcomes.ts';
import { edited } from './reference/policy.ts';
import type { Demands, Item, Situation } from './reference/policy.ts';
import type { Said } from './reference/rules.ts';
import {
  explained,
  kindOf,
  requireAgreement,
  shown,
  shownExchange,
  spoken,
  spokenExchange,
} from './spoken.ts';
import { userOf, Users } from './users.ts';
import type { ModelWorld } from './world.ts';

export interface KnownToken extends Token {
  readonly jwt: string;
  /** The number of the key that signed it. */
  readonly key: number;
}

export interface KnownGrant extends Grant {
  readonly value: string;
}

const TOKEN_LIFE = 900;

export class History {
  readonly #world: ModelWorld;
  readonly #names: Names;
  readonly known: Known;
  readonly users: Users;
  readonly keys: Readonly<Record<IssuerName, Keys>>;
  readonly tokens: KnownToken[] = [];
  readonly grants: KnownGrant[] = [];
  /** What was answered, in few words, for the statistics of a run. */
  readonly answers: string[] = [];
  readonly #written = new Set<string>();
  #clockWasMovedBack = false;

  constructor(world: ModelWorld, number: number, now: number) {
    this.#world = world;
    this.#names = new Names(number, world.writing);
    this.known = new Known(now, world.writing);
    this.keys = { first: new Keys(world.issuers.first), second: new Keys(world.issuers.second) };
    this.users = new Users(world, this.known, this.#names);
  }

  async begin(): Promise<void> {
    this.#world.stopClockAt(this.known.now);
    for (const keys of Object.values(this.keys)) await keys.add(-1_000);
  }

  /** Heals what fails, and takes away what was written, so that tables do not grow from history to history. */
  async end(): Promise<void> {
    for (const table of this.known.failing.keys()) this.fail(table, false);
    if (this.known.mapping !== 'usual') this.deploy('usual');
    for (const key of this.#written) await this.#world.database.remove('policy', { route: key });
  }

  pass(seconds: number): void {
    this.known.now += seconds;
    this.known.elapsed += seconds;
    this.#world.stopClockAt(this.known.now);
  }

  /** No time passes, but the clock of the functions shows less. */
  async moveClockBack(seconds: number): Promise<void> {
    // Only an instance that has seen the later time can notice.
    await this.#world.askEach();
    this.known.now -= seconds;
    this.#clockWasMovedBack = true;
    for (const keys of Object.values(this.keys)) keys.forget();
    this.#world.stopClockAt(this.known.now);
    await this.#world.askEach();
  }

  deploy(mapping: Mapping): void {
    this.known.mapping = mapping;
    for (const keys of Object.values(this.keys)) keys.forget();
    this.#world.deploy(mapping);
  }

  fail(table: Table, failing: boolean): void {
    this.known.fail(table, failing);
    this.#world.failTables(new Set(this.known.failing.keys()));
  }

  async signIn(issuer: IssuerName, user: string, client: string, said: Said, scopes: readonly string[]) {
    const keys = this.keys[issuer];
    // An issuer that signs users in has a key to sign with.
    if (!keys.shows(keys.current)) await keys.add(this.known.elapsed);
    const key = keys.current;
    const expiresAt = this.known.now + TOKEN_LIFE + 0.5;
    const written = saidIn(this.#world.writing, said);
    const jwt = await this.#world.sign(issuer, written, {
      ...{ sub: this.#names.user(user), client_id: client, scope: scopes.join(' ') },
      ...{ iat: this.known.now, exp: expiresAt },
    });
    this.tokens.push({ issuer, user, client, said: written, scopes, expiresAt, jwt, key });
  }

  /** Writes an item before the history begins. */
  async seed(key: string, item: Item): Promise<void> {
    this.#written.add(this.#names.key(key));
    await this.#world.seed(this.#names.key(key), this.#names.item(item));
    this.known.setItem(key, item);
  }

  /** Writes an item by hand. The audit says whether the edit opens more. */
  async write(key: string, item: Item | undefined): Promise<void> {
    const raw = item === undefined ? undefined : this.#names.item(item);
    await this.#note(key, item, () => this.#world.write(this.#names.key(key), raw, this.known.now));
  }

  /** Edits some fields as an administrator does, with `policy put --keep --loosen`. What is refused changes nothing. */
  async edit(key: string, fields: Demands): Promise<void> {
    const before = this.known.items.get(key);
    if (before === undefined) return;
    const route = this.#names.key(key);
    const answer = await this.#world.admin.putPolicy(this.#world.connection(this.#names.routes()), {
      ...{ route, fields: this.#names.fields(fields), keep: true, loosen: true },
      ...{ writer: 'the model test', now: this.known.now },
    });
    this.answers.push(`edit: ${answer.ok ? 'written' : answer.error.code}`);
    if (!answer.ok || !answer.value.changed) return;
    const { item } = answer.value;
    const after = edited(before, fields, this.known.now);
    await this.#note(key, after, () => this.#world.seen(route, item, this.known.now));
  }

  async #note(key: string, item: Item | undefined, write: () => Promise<readonly string[]>): Promise<void> {
    const before = this.known.items;
    this.#written.add(this.#names.key(key));
    const loosened = await write();
    this.known.setItem(key, item);
    if (this.#clockWasMovedBack || loosened.length > 0) return;
    const found = looserFor(this.known, before, this.tokens.slice(-4), this.grants.slice(-2));
    if (found !== undefined)
      throw new Error(`the audit finds nothing looser in the edit of ${key}, but ${found}`);
  }

  /** Calls the route. `spelt` is the id as it is sent. Throws where the answer is none that the reference gives. */
  async call(token: KnownToken, grant: KnownGrant | undefined, called: Called, spelt: string): Promise<void> {
    const possible = this.#possible(token, BUNDLES.authorizer, (situation) =>
      callOutcomes(
        callOutcome(token, grant, called, situation),
        grant,
        called.route,
        situation,
        this.known.since,
      ),
    );
    const answer = await callRoute(this.#world.functions, this.#names.key(called.route), {
      token: token.jwt,
      ...(grant === undefined ? {} : { grant: grant.value }),
      event: this.#names.event(called, spelt),
    });
    this.#heard('the authorizer', spoken(answer), possible.map(shown));
    const agreeing = possible.filter((one) => shown(one) === spoken(answer));
    if (agreeing.every(({ kind }) => kind !== 'invalid_token' && kind !== 'fault'))
      this.keys[token.issuer].prove(token.key, BUNDLES.authorizer, this.known.elapsed);
    this.known.noteUses(agreeing);
  }

  /** Has the call explained, which goes by what is in the tables now. */
  async explain(
    token: KnownToken,
    grant: KnownGrant | undefined,
    called: Called,
    spelt: string,
  ): Promise<void> {
    if (this.keys[token.issuer].failing) return;
    const means = meaningOf(token.issuer, this.known.mapping);
    const [method = ''] = called.route.split(' ');
    const answer = await this.#world.admin.explainRequest(this.#world.connection(this.#names.routes()), {
      request: { method, path: this.#names.path(called, spelt), query: [], headers: [], ip: undefined },
      caller: { token: token.jwt },
      ...(grant === undefined ? {} : { grant: { value: grant.value } }),
      now: this.known.now,
    });
    if (!answer.ok) throw answer.error;
    const isKnown = this.keys[token.issuer].shows(token.key);
    const possible = isKnown
      ? this.known.newest(userOf(token)).map((one) => shown(callOutcome(token, grant, called, one)))
      : ['invalid_token'];
    this.#heard('explain', explained(answer.value.explanation, means), possible);
  }

  async exchange(token: KnownToken, called: Called): Promise<void> {
    const possible = this.#possibleExchanges(token, called);
    const bound = called.id === undefined ? undefined : `id=${encodeURIComponent(called.id)}`;
    const key = this.#names.key(called.route);
    const answer = await exchangeFor(this.#world.functions, key, token.jwt, bound);
    this.#heard('the exchange', spokenExchange(answer), possible.map(shownExchange));
    if (!('grant' in answer)) return;
    this.keys[token.issuer].prove(token.key, BUNDLES.tokenExchange, this.known.elapsed);
    const grants = possible.flatMap((one) => (one.kind === 'grant' ? [one.grant] : []));
    const [first] = grants;
    // A grant whose life depends on which policy was read is not kept: the reference could not say when it ends.
    const isSure = new Set(grants.map((one) => JSON.stringify(one))).size === 1;
    if (first !== undefined && isSure) this.grants.push({ ...first, value: answer.grant });
  }

  #possibleExchanges(token: KnownToken, called: Called): readonly ExchangeOutcome[] {
    const { since } = this.known;
    return this.#verdicts(token, BUNDLES.tokenExchange).flatMap((verdict): readonly ExchangeOutcome[] => {
      if (verdict === 'bad') return [failed('invalid_request')];
      if (verdict === 'fault') return [{ kind: 'fault' }];
      return this.known
        .situations(userOf(token))
        .flatMap((one) =>
          exchangeOutcomes(exchangeOutcome(token, called, one), { token, route: called.route }, one, since),
        );
    });
  }

  #possible(
    token: KnownToken,
    name: string,
    outcomes: (situation: Situation) => readonly Outcome[],
  ): readonly Outcome[] {
    return this.#verdicts(token, name).flatMap((verdict): readonly Outcome[] => {
      if (verdict === 'bad') return [{ kind: 'invalid_token' }];
      if (verdict === 'fault') return [{ kind: 'fault' }];
      return this.known.situations(userOf(token)).flatMap(outcomes);
    });
  }

  #verdicts(token: KnownToken, name: string): readonly KeyVerdict[] {
    if (hasExpired(token, this.known.now)) return ['bad'];
    const { issuer, key } = token;
    return this.keys[issuer].verdicts(key, name, this.known.elapsed);
  }

  #heard(who: string, said: string, possible: readonly string[]): void {
    this.answers.push(`${who}: ${kindOf(said)}`);
    requireAgreement(who, said, possible, () => this.#world.lastError);
  }
}
