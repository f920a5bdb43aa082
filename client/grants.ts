/** The grants at hand. In memory only: what is stored in a page's storage is read by whoever gets a script into it. */
import type { Grant } from './exchange.ts';

/** So many places are remembered, each with the resource that it turned out to be. */
const MOST_PLACES = 500;

/** A grant belongs to a resource, which is a route; requests go to places (`GET https://…/payments/7`). */
export class Grants {
  readonly #byResource = new Map<string, Grant>();
  readonly #resources = new Map<string, string>();

  /** The grant for a place, if that has been challenged before. */
  at(place: string): Grant | undefined {
    return this.of(this.#resources.get(place));
  }

  /** The grant for a resource, unless it has ended. */
  of(resource: string | undefined): Grant | undefined {
    const grant = this.#byResource.get(resource ?? '');
    return grant !== undefined && grant.expiresAt > Date.now() ? grant : undefined;
  }

  /** A challenge has told the resource of a place. */
  locate(place: string, resource: string): void {
    if (this.#resources.size >= MOST_PLACES) this.#resources.clear();
    this.#resources.set(place, resource);
  }

  keep(resource: string, grant: Grant): void {
    this.#byResource.set(resource, grant);
  }

  /** Drops a grant that was refused, though another may have taken its place by then. */
  drop(refused: Grant): void {
    for (const [resource, grant] of this.#byResource) {
      if (grant === refused) this.#byResource.delete(resource);
    }
  }

  clear(): void {
    this.#byResource.clear();
    this.#resources.clear();
  }
}
