/** The names of a history: before every path and every name stands its own prefix, so that histories do not meet. */
import type { ProtectedRoute } from '../../admin/protected-api.ts';
import { authorizerEvent } from '../support/functions/rest-events.ts';
import type { Writing } from './reference/issuers.ts';
import type { Called } from './reference/outcomes.ts';
import type { Demands, Item } from './reference/policy.ts';
import { RULES } from './reference/rules.ts';

export const ROUTES = ['POST /a', 'GET /a', 'POST /a/b', 'POST /c/{id}', 'GET /c/{id}'] as const;

export class Names {
  readonly #prefix: string;
  readonly #writing: Writing;

  constructor(number: number, writing: Writing) {
    this.#prefix = `h${number}`;
    this.#writing = writing;
  }

  user(name: string): string {
    return `${this.#prefix}-${name}`;
  }

  key(key: string): string {
    return key.startsWith('GROUP ')
      ? `GROUP ${this.user(key.slice('GROUP '.length))}`
      : key.replace(' /', ` /${this.#prefix}/`);
  }

  routes(): readonly ProtectedRoute[] {
    return ROUTES.map((route) => {
      const [method = '', template = ''] = this.key(route).split(' ');
      return { method, template };
    });
  }

  /** An item as it stands in the table. */
  item({ group, closedUntil, upcoming, ...rest }: Item): Record<string, unknown> {
    return {
      ...this.fields(rest),
      ...(group === undefined ? {} : { group: this.user(group) }),
      ...(closedUntil === undefined ? {} : { closedUntil: dateOf(closedUntil) }),
      ...(upcoming === undefined ? {} : { upcoming: this.#change(upcoming) }),
    };
  }

  fields({ rules, ...demands }: Demands & Pick<Item, 'rules'>): Record<string, unknown> {
    const list = rules?.map(({ rule, ...adds }) => ({
      when: this.#condition(RULES[rule].when),
      ...adds,
    }));
    return { ...demands, ...(list === undefined ? {} : { rules: list }) };
  }

  /** The path of a call, as it is sent below the base URL. */
  path({ route }: Called, spelt: string): string {
    const key = this.key(route);
    return key.slice(key.indexOf('/')).replace('{id}', spelt);
  }

  /** As API Gateway sends it for a call by its own host, whose stage is not the base path of the publicUrl. */
  event(called: Called, spelt: string): object {
    const { requestContext } = authorizerEvent(this.key(called.route), {});
    return {
      pathParameters: called.id === undefined ? {} : { id: spelt },
      requestContext: { ...Object(requestContext), path: `/stage${this.path(called, spelt)}` },
    };
  }

  #condition(when: string): string {
    const { claims, isList } = this.#writing;
    const acr = `claims.${claims.acr}`;
    return when
      .replace('PREFIX', this.#prefix)
      .replace('claims.ACR', acr)
      .replace('claims.LIST', `claims.${claims.acrs}`)
      .replace('WORDS', isList ? acr : `[${acr}]`);
  }

  #change({ effectiveAt, ...fields }: NonNullable<Item['upcoming']>): object {
    return {
      ...this.fields(fields),
      ...(effectiveAt === undefined ? {} : { effectiveAt: dateOf(effectiveAt) }),
    };
  }
}

function dateOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
