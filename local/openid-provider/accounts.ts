/** Who can sign in, and with what. Everything here is public: it protects nothing but a demonstration. */

/** A user of the local provider, with all that is needed to sign in. */
export interface TestUser {
  readonly username: string;
  readonly password: string;
  /** The fixed code that stands for a time-based one. */
  readonly oneTimeCode: string;
}

export const ALICE: TestUser = { username: 'alice', password: 'alice-password', oneTimeCode: '123456' };
export const BOB: TestUser = { username: 'bob', password: 'bob-password', oneTimeCode: '654321' };

const USERS = new Map([ALICE, BOB].map((user) => [user.username, user]));

/** The user of that name, if there is one. The name is also the subject (`sub`) of the tokens. */
export function findUser(username: string): TestUser | undefined {
  return USERS.get(username);
}
