/** The terms of the standard, for a reader who sees them for the first time. */
import type { ConsoleState } from '../../wire/api.ts';
import type { AskedWords } from '../../wire/sign-in.ts';
import { factorsAt } from './levels.ts';
import { shortAcr } from './token.ts';

export function Glossary({ state }: { state: ConsoleState }) {
  return (
    <section className="card glossary" aria-labelledby="glossary-title">
      <h2 id="glossary-title">The words</h2>
      <dl>
        <dt>acr</dt>
        <dd>
          <i>How strongly</i> you signed in. An API and its provider agree on a few words, weakest first:
          <ul>
            {state.acr.map((word, index) => (
              <li key={word}>
                <code>{shortAcr(word)}</code> {factorsAt(state, word) ?? askedAs(state.signIn.asksFor[index])}
              </li>
            ))}
          </ul>
        </dd>
        <dt>max_age</dt>
        <dd>
          <i>How recently.</i> The seconds that may have passed since you signed in (<code>auth_time</code>).
          A token can be valid for hours and still be too old for a payment.
        </dd>
        <dt>Challenge</dt>
        <dd>
          A refusal that says which sign-in is enough: which acr, how recent (RFC 9470). Any client can answer
          it.
        </dd>
        <dt>Grant</dt>
        <dd>
          What the client gets for an answered challenge: a permit for one route and a few minutes, sent
          beside the token you already have.
        </dd>
      </dl>
    </section>
  );
}

/** The words of the user's own provider. */
function askedAs({ acrValues: words }: AskedWords = { acrValues: [] }): string {
  return words.length === 0 ? 'your provider has no word for it' : `at your provider: ${words.join(', ')}`;
}
