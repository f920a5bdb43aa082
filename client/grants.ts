/** The grants that a client has. In memory only: an injected script could read the storage of the page. */
import type { Grant } from './exchange.ts';

/** The largest number of targets whose resource is remembered. */
const MOST_TARGETS = 500;

/** A grant is for a resource, which stands for a route. A request has a target, such as `GET https://…/payments/7`. */
export class Grants {
  readonly #byResource = new Map<string, Grant>();
  readonly #resources = new Map<string, string>();

  /** The grant for a target, if a request to it has been challenged before. */
  at(target: string): Grant | undefined {
    return this.of(this.#resources.get(target));
  }

  /** The grant for a resource, unless it has ended. */
  of(resource: string | undefined): Grant | undefined {
    const grant = this.#byResource.get(resource ?? '');
    return grant !== undefined && grant.expiresAt > Date.now() ? grant : undefined;
  }

  /** Remembers the resource of a target, from its challenge. */
  locate(target: string, resource: string): void {
    if (this.#resources.size >= MOST_TARGETS) this.#resources.clear();
    this.#resources.set(target, resource);
  }

  keep(resource: string, grant: Grant): void {
    this.#byResource.set(resource, grant);
  }

  /** Drops a grant that was refused. A newer grant for the same resource stays. */
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
