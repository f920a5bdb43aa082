/** The endpoints of the console's server: what the page gives to each, and what it gets. Other answers are `Refused`. */
import type { PolicyChange, PolicyItem, PolicyText, Review } from './policy.ts';
import type { ProviderAnswer, ReadSignIn, SignInAt } from './sign-in.ts';

interface Endpoint<Input, Answer> {
  /** In the query of GET and DELETE, and otherwise in the body, as JSON. */
  readonly input: Input;
  readonly answer: Answer;
}

type Nothing = Readonly<Record<string, never>>;
interface OfSubject {
  readonly subject: string;
}
interface OfRoute {
  readonly route: string;
}
/** The route, and the fields in the editor. */
type OfText = OfRoute & { readonly fields: string };
/** The item that was seen, and whether the change may loosen. */
interface OfSeen {
  readonly stamp: string;
  readonly loosen: boolean;
}

export interface ConsoleApi {
  readonly 'GET /api/state': Endpoint<Nothing, ConsoleState>;
  /** What the claims of an access token say of its sign-in. */
  readonly 'POST /api/sign-in': Endpoint<{ readonly claims: Readonly<Record<string, unknown>> }, ReadSignIn>;
  /** The discovery document of the user's own provider, and a request to its token endpoint. */
  readonly 'GET /api/provider': Endpoint<Nothing, object>;
  readonly 'POST /api/provider/token': Endpoint<{ readonly form: string }, ProviderAnswer>;
  readonly 'GET /api/risk': Endpoint<OfSubject, Risk>;
  /** Sets the fields that are given, and keeps the others. */
  readonly 'PUT /api/risk': Endpoint<OfSubject & Risk, Nothing>;
  readonly 'DELETE /api/risk': Endpoint<OfSubject, Nothing>;
  readonly 'GET /api/grants': Endpoint<Nothing, readonly StoredGrant[]>;
  readonly 'DELETE /api/grants': Endpoint<{ readonly id: string }, Nothing>;
  /** Connects the functions to the tables, or cuts them off. */
  readonly 'PUT /api/tables': Endpoint<{ readonly reachable: boolean }, Nothing>;
  readonly 'GET /api/policy': Endpoint<Nothing, readonly PolicyItem[]>;
  readonly 'GET /api/policy/text': Endpoint<OfRoute, PolicyText>;
  /** The newest change first. */
  readonly 'GET /api/policy/history': Endpoint<OfRoute, readonly PolicyChange[]>;
  readonly 'POST /api/policy/review': Endpoint<OfText, Review>;
  readonly 'POST /api/policy/review-removal': Endpoint<OfRoute, Review>;
  readonly 'PUT /api/policy': Endpoint<OfText & OfSeen, Nothing>;
  readonly 'POST /api/policy/remove': Endpoint<OfRoute & OfSeen, Nothing>;
  /** Writes an item without any check, as a person could in the AWS console. */
  readonly 'PUT /api/policy/by-hand': Endpoint<PolicyItem, Nothing>;
  readonly 'POST /api/explain': Endpoint<Question, Explanation>;
  /** The decisions on scenarios (docs/simulate.md) if the item had these fields. */
  readonly 'POST /api/what-if': Endpoint<OfText & { readonly scenarios: readonly unknown[] }, WhatIf>;
}

export type EndpointName = keyof ConsoleApi;
export type InputOf<Name extends EndpointName> = ConsoleApi[Name]['input'];
export type AnswerOf<Name extends EndpointName> = ConsoleApi[Name]['answer'];

export interface Route {
  readonly method: string;
  /** The resource template, such as `/payments/{id}`. */
  readonly template: string;
}

export interface ConsoleState {
  readonly apiUrl: string;
  readonly signIn: SignInAt;
  /** Weakest first. */
  readonly acr: readonly string[];
  /** Those of the local provider; none at another. */
  readonly users: readonly {
    readonly username: string;
    readonly password: string;
    readonly oneTimeCode: string;
  }[];
  readonly routes: readonly Route[];
  readonly tablesReachable: boolean;
}

/** What a risk engine writes about a user, and the revocation in force. */
export interface Risk {
  readonly score?: number;
  readonly level?: 'low' | 'medium' | 'high';
  readonly reasons?: readonly string[];
  /** Seconds since 1970. */
  readonly revokedBefore?: number;
}

/** An item of the grant table. Times in seconds since 1970. */
export interface StoredGrant {
  readonly id: string;
  readonly subject: string;
  readonly target: string;
  readonly path?: string;
  readonly acr?: string;
  readonly issuedAt: number;
  readonly expiresAt: number;
}

/** A request of which the decision is to be explained. */
export interface Question {
  readonly method: string;
  readonly path: string;
  readonly token?: string;
  readonly grant?: string;
}

/** The parts of the document of `step-up explain --json` that are drawn. The document has more. */
export interface Explanation {
  readonly policy: { readonly item?: string };
  readonly checks: readonly {
    readonly demand: string;
    readonly of: string;
    readonly asked: string;
    readonly found: string;
    readonly met: boolean;
  }[];
  readonly rules: readonly {
    readonly when: string;
    readonly description?: string;
    readonly result: string;
  }[];
  readonly decision: Verdict;
}

export interface Verdict {
  readonly outcome: string;
  readonly reason?: string;
  readonly acr?: readonly string[];
  /** Seconds. */
  readonly maxAge?: number;
}

export interface WhatIf {
  readonly results: readonly {
    readonly name: string;
    readonly decision: Verdict;
    /** Under the policy of the table. */
    readonly inTable?: Verdict;
    readonly changed: boolean;
  }[];
}
