/** The decision input: the caller, the route, what its policy demands, the risk and the time. */
import type { RequestInputs } from '../condition/inputs.ts';
import type { Risk } from '../condition/risk.ts';
import type { AcrVocabulary } from '../policy/acr.ts';
import type { RuledRequirement } from '../policy/rules.ts';
import type { Authentication } from '../token/authentication.ts';
import type { IssuerTrust } from '../token/issuer-words.ts';

/** The API and the stage that are called: a grant of one API or stage is not valid at another. */
export interface ApiStage {
  readonly apiId: string;
  readonly stage: string;
}

export interface DecisionInput {
  readonly authentication: Authentication;
  /** The trust in the issuer of the token. */
  readonly trust: IssuerTrust;
  /** What is always asked, and the rules that may ask for more. */
  readonly demands: RuledRequirement;
  readonly vocabulary: AcrVocabulary;
  /** The target that a grant must have: the route (`POST /payments`), or its group (`GROUP payments`). */
  readonly target: string;
  /** The item whose one use a once-only grant spends: the group's, or that of the route, which may be a wildcard. */
  readonly spends: string;
  /**
   * The values of the template's parameters, written as a query (core/answer/bound-parameters.ts). Undefined where they
   * cannot be told: then no grant that is bound to a path opens the route.
   */
  readonly boundParameters: string | undefined;
  readonly api: ApiStage;
  /** Undefined at the exchange, and where no rule reads the request. */
  readonly request: RequestInputs | undefined;
  readonly risk: Risk;
  /** Seconds since 1970. */
  readonly now: number;
}
