/** The users and their secrets. The secrets are public: they are for a demonstration only. */

/** A user of the local provider, with everything that a sign-in asks for. */
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
