/** The exports for callers of an API, in browsers and in Node.js. */
export { stepUpFetch } from './step-up-fetch.ts';
export type { StepUpFetch, StepUpFetchOptions } from './step-up-fetch.ts';
export type { SignIn } from './step-up.ts';
export type { StepUpChallenge } from './challenge.ts';
export { StepUpError } from './step-up-error.ts';
export type { StepUpErrorCode } from './step-up-error.ts';
