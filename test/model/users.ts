/** What is known of users in a history: the risk engine puts its item, and administrators revoke sign-ins. */
import { hashParts } from '../../adapters/hash.ts';
import type { Known } from './known.ts';
import type { Names } from './names.ts';
import type { IssuerName } from './reference/issuers.ts';
import type { Holder } from './reference/outcomes.ts';
import type { ModelWorld } from './world.ts';

/** One name for a user of an issuer: the same name is another user at another issuer. */
export const userOf = ({ issuer, user }: Pick<Holder, 'issuer' | 'user'>) => `${issuer} ${user}`;

export class Users {
  readonly #world: ModelWorld;
  readonly #known: Known;
  readonly #names: Names;

  constructor(world: ModelWorld, known: Known, names: Names) {
    this.#world = world;
    this.#known = known;
    this.#names = names;
  }

  /** The risk engine puts its whole item, which knows nothing of revocations. */
  async putRisk(issuer: IssuerName, user: string, score: number): Promise<void> {
    const id = hashParts(this.#world.nameOf(issuer), this.#names.user(user));
    await this.#world.database.put('risk', { id, score });
    this.#known.setRisk(userOf({ issuer, user }), { ...this.#known.risk(userOf({ issuer, user })), score });
  }

  /** An administrator revokes the sign-ins from before now. */
  async revoke(issuer: IssuerName, user: string): Promise<void> {
    const { now } = this.#known;
    const answer = await this.#world.admin.revokeSignIns(this.#connection(), {
      ...this.#named(issuer, user),
      before: now,
      now,
    });
    if (!answer.ok) throw answer.error;
    const risk = this.#known.risk(userOf({ issuer, user }));
    this.#known.setRisk(userOf({ issuer, user }), {
      ...risk,
      revokedBefore: Math.max(now, risk.revokedBefore ?? 0),
    });
  }

  /** An administrator takes away what is known of the user. */
  async clear(issuer: IssuerName, user: string): Promise<void> {
    const answer = await this.#world.admin.clearRisk(this.#connection(), this.#named(issuer, user));
    if (!answer.ok) throw answer.error;
    this.#known.setRisk(userOf({ issuer, user }), { score: 0, revokedBefore: undefined });
  }

  #connection() {
    return this.#world.connection(this.#names.routes());
  }

  #named(issuer: IssuerName, user: string) {
    return { issuer: this.#world.nameOf(issuer), subject: this.#names.user(user) };
  }
}
