/** What the console's server and its page say to each other about policy. */
import type { Refused } from './refusal.ts';

export type PolicyItem = Readonly<Record<string, unknown>> & { readonly route: string };

/** A line of a unified difference, as it is shown. */
export interface DifferenceLine {
  readonly mark: '+' | '-' | '~' | ' ';
  readonly line: string;
}

export interface Finding {
  /** The key of the item that it is about: that of the text, or of another item that the change makes wrong. */
  readonly route: string;
  readonly severity: string;
  readonly rule: string;
  readonly message: string;
  /** The field of the item that it is about. */
  readonly field?: string | undefined;
  /** Line of the text that was reviewed, from 1. */
  readonly line?: number | undefined;
}

/** What is wrong with a change, what it opens, and what it would change. */
export interface Review {
  /** The key of the item. */
  readonly route: string;
  /** `loosens`: the change is valid, and allows requests that were refused before. */
  readonly verdict: 'fine' | 'loosens' | 'refused';
  /** Why the change cannot be made, where no finding says so. */
  readonly refusal?: Refused | undefined;
  /** What it allows that was refused before. */
  readonly opens: readonly { readonly route: string; readonly what: string }[];
  readonly findings: readonly Finding[];
  readonly difference: readonly DifferenceLine[];
  /** Identifies the item in the table: a write names the item that it replaces. */
  readonly stamp: string;
}

/** The fields of an item as YAML. */
export interface PolicyText {
  /** Empty where there is no item. */
  readonly text: string;
  /** Identifies the item in the table; the same for every item that does not exist. */
  readonly stamp: string;
  /** The version of the item; undefined where it has none. */
  readonly version?: number | undefined;
}

export interface PolicyChange {
  /** RFC 3339. */
  readonly at: string;
  readonly event: string;
  /** The author, as the change itself names them. */
  readonly by?: string | undefined;
  readonly valid?: boolean | undefined;
  readonly loosened: readonly string[];
  readonly difference: readonly DifferenceLine[];
  /** The fields before the change, in YAML; undefined when there was no item, or it was too large for the record. */
  readonly before?: string | undefined;
}
