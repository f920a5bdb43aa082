/** The scenarios of the console in the order in which the test plays them: the factors of the sign-in, and the texts that are drawn. */
export interface PlayedScenario {
  readonly title: string;
  /** Empty where the sign-in of an earlier scenario suffices. */
  readonly factors: readonly ('pwd' | 'otp' | 'hwk')[];
  readonly shows: readonly string[];
}

export const SCENARIOS: readonly PlayedScenario[] = [
  { title: 'Low risk', factors: ['pwd', 'otp'], shows: ['score 10', '200 · the route is open'] },
  {
    title: 'High risk',
    factors: [],
    shows: ['score 90', '401 · a challenge', 'acr loa:3', '200 · the route is open'],
  },
  { title: 'Stale sign-in', factors: [], shows: ['a sign-in at most 30 s old'] },
  { title: 'Unknown acr', factors: [], shows: ['401 · refused: no sign-in helps'] },
  { title: 'Revoked session', factors: [], shows: ['401 · a challenge'] },
  {
    title: 'Tables unreachable',
    factors: [],
    shows: ['503 · not decided, so not opened', '200 · the route is open'],
  },
  {
    title: 'Replayed grant',
    factors: ['pwd', 'hwk'],
    shows: ['A grant', '200 · the route is open', 'a sign-in at most 0 s old'],
  },
];
