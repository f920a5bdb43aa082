/** The form of a lint rule. */
import type { Subject } from './subject.ts';
import type { World } from './world.ts';

/** An error closes a route, or cannot do what it was written for. A warning can be intended. */
export type Severity = 'error' | 'warning';

/** `meaning` and `remedy` are Markdown: docs/lint.md shows them. */
interface Described {
  readonly id: string;
  readonly severity: Severity;
  readonly meaning: string;
  readonly remedy: string;
}

/** What is wrong, where, and what to do. `route` is the key of an item, or a method of the API. */
export interface RouteMessage {
  readonly route: string;
  /** The field of the item: `rules[0].when`. Undefined for a message on the item as a whole, or on a method. */
  readonly field?: string | undefined;
  readonly message: string;
}

/** A message on one item. A text is about the item as a whole. */
export type ItemMessage = string | { readonly field: string; readonly message: string };

/** Checks the table as a whole. */
interface TableRule extends Described {
  readonly scope: 'table';
  readonly check: (world: World) => Iterable<RouteMessage>;
}

/** Checks one item. The same message is reported once. */
interface ItemRule extends Described {
  readonly scope: 'item';
  readonly check: (item: Subject, world: World) => Iterable<ItemMessage>;
}

export type LintRule = TableRule | ItemRule;
