/** What the tokens say, in words: how strong the sign-in is, by which factors, how long ago, and until when. */
import type { ReadSignIn } from '../../wire/sign-in.ts';
import { signInOf } from './read-sign-in.ts';
import { session } from './session.ts';
import { useNow } from '../shell/now.ts';
import { useStore } from '../shell/store.ts';
import { claimsOf, expiryOf, factorName, shortAcr } from './token.ts';
import type { TokenClaims } from './token.ts';
import { SectionView } from './sequence.tsx';

export function TokenInspector({ vocabulary }: { vocabulary: readonly string[] }) {
  const { token, elevated, grant } = useStore(session);
  const now = useNow();
  return (
    <section className="card inspector" aria-labelledby="inspector-title">
      <h2 id="inspector-title">Your tokens</h2>
      <TokenCard name="Session token" token={token} vocabulary={vocabulary} now={now} />
      <TokenCard name="After step-up" token={elevated} vocabulary={vocabulary} now={now} />
      <div className="token">
        <h3>Grant</h3>
        {grant === undefined ? (
          <p className="soft grant-left">none yet: you get one for an answered challenge</p>
        ) : (
          <p className="grant-left">
            {grant.expiresAt > now
              ? `valid for another ${inWords((grant.expiresAt - now) / 1000)}`
              : 'has expired'}
          </p>
        )}
      </div>
    </section>
  );
}

interface TokenCardProps {
  readonly name: string;
  readonly token: string | undefined;
  readonly vocabulary: readonly string[];
  readonly now: number;
}

/** Without a token it says what each claim is for. It is as tall as with one, so that nothing below moves. */
function TokenCard({ name, token, vocabulary, now }: TokenCardProps) {
  const claims = token === undefined ? undefined : claimsOf(token);
  const read = token === undefined ? {} : signInOf(token);
  const facts = claims === undefined ? MEANINGS : factsOf(read, claims, now);
  return (
    <div className={claims === undefined ? 'token none' : 'token'}>
      <h3>
        {name}
        {claims === undefined && <span className="tag">none yet</span>}
      </h3>
      <AcrLadder vocabulary={vocabulary} acr={read.acr ?? ''} />
      <dl className="facts">
        {Object.entries(facts).map(([claim, fact]) => (
          <div key={claim}>
            <dt>{claim}</dt>
            <dd className={claims !== undefined && /auth_time|exp/.test(claim) ? 'ticking' : claim}>
              {fact}
            </dd>
          </div>
        ))}
      </dl>
      {claims === undefined ? (
        <p className="all-claims" />
      ) : (
        <details className="all-claims">
          <summary>All claims</summary>
          <SectionView section={{ kind: 'json', title: `Claims: ${name}`, value: claims }} />
        </details>
      )}
    </div>
  );
}

const MEANINGS: Facts = {
  acr: 'how strongly you signed in',
  amr: 'with what',
  auth_time: 'how long ago',
  exp: 'until when the token is good',
};

/** Not every provider says everything. */
const NOT_SAID = 'the token does not say';

type Facts = Readonly<Record<'acr' | 'amr' | 'auth_time' | 'exp', string>>;

function factsOf({ acr, amr = [], authTime }: ReadSignIn, claims: TokenClaims, now: number): Facts {
  const left = expiryOf(claims) - now / 1000;
  return {
    acr: acr ?? NOT_SAID,
    amr: amr.map((one) => `${one} (${factorName(one)})`).join(', ') || NOT_SAID,
    auth_time: authTime === undefined ? NOT_SAID : `${inWords(now / 1000 - authTime)} ago`,
    exp: left > 0 ? `in ${inWords(left)}` : 'expired',
  };
}

function AcrLadder({ vocabulary, acr }: { vocabulary: readonly string[]; acr: string }) {
  const level = vocabulary.indexOf(acr);
  return (
    <div
      className="ladder"
      role="img"
      aria-label={level < 0 ? 'No level yet' : `Level ${level + 1} of ${vocabulary.length}: ${shortAcr(acr)}`}
    >
      {vocabulary.map((word, index) => (
        <span key={word} className={index <= level ? 'rung reached' : 'rung'} />
      ))}
    </div>
  );
}

function inWords(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
