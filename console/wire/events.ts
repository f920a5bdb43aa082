/** What the stream of decisions sends (server-sent events). Each event is a line of the log. */

/** What telemetry logs about a decision. It contains no secrets. */
export interface DecisionLine {
  readonly message: string;
  readonly timestamp: string;
  readonly extendedRequestId: string;
  readonly route: string;
  readonly reason: string;
  readonly issuer?: string;
  readonly clientId?: string;
  readonly subjectHash?: string;
  readonly acr?: string;
  readonly authTime?: number;
  readonly openedBy?: string;
  readonly grantRefusal?: string;
  readonly rules?: readonly string[];
}

/** A fault of a function. */
export interface FaultLine {
  readonly message: string;
  readonly timestamp: string;
  readonly cause?: string;
}

/** Of the gateway's access log. */
export interface AccessLine {
  readonly extendedRequestId: string;
  readonly status: string;
  readonly authorizerLatency: string;
  readonly responseLatency: string;
}

export type ConsoleEvent =
  | ({ readonly kind: 'decision' } & DecisionLine)
  | ({ readonly kind: 'access' } & AccessLine)
  | ({ readonly kind: 'fault' } & FaultLine);
