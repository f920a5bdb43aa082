/** What the tokens say, in words: how strong, by what, how long ago, and until when. */
import { useEffect, useState } from 'react';
import { session } from '../session.ts';
import { useStore } from '../store.ts';
import { claimsOf, factorName, shortAcr } from '../token.ts';
import { SectionView } from './sequence.tsx';

export function TokenInspector({ vocabulary }: { vocabulary: readonly string[] }) {
  const { token, elevated, grant } = useStore(session);
  const now = useNow();
  return (
    <section className="card inspector" aria-labelledby="inspector-title">
      <h2 id="inspector-title">Your tokens</h2>
      <TokenCard
        name="Session token"
        token={token}
        vocabulary={vocabulary}
        now={now}
        empty="Nobody is signed in."
      />
      <TokenCard
        name="After step-up"
        token={elevated}
        vocabulary={vocabulary}
        now={now}
        empty="A challenge was not answered yet."
      />
      <div className="token">
        <h3>Grant</h3>
        {grant === undefined ? (
          <p className="soft">None: it comes out of an answered challenge.</p>
        ) : (
          <p className="grant-left">
            {grant.expiresAt > now
              ? `good for another ${inWords((grant.expiresAt - now) / 1000)}`
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
  readonly empty: string;
}

function TokenCard({ name, token, vocabulary, now, empty }: TokenCardProps) {
  if (token === undefined) {
    return (
      <div className="token">
        <h3>{name}</h3>
        <p className="soft">{empty}</p>
      </div>
    );
  }
  const claims = claimsOf(token);
  const { acr = '', amr = [], auth_time: authTime = 0, exp = 0 } = claims;
  const left = exp - now / 1000;
  return (
    <div className="token">
      <h3>{name}</h3>
      <AcrLadder vocabulary={vocabulary} acr={acr} />
      <dl className="facts">
        <div>
          <dt>acr</dt>
          <dd>{acr}</dd>
        </div>
        <div>
          <dt>amr</dt>
          <dd>{amr.map((one) => `${one} (${factorName(one)})`).join(', ')}</dd>
        </div>
        <div>
          <dt>auth_time</dt>
          <dd className="ticking">{inWords(now / 1000 - authTime)} ago</dd>
        </div>
        <div>
          <dt>exp</dt>
          <dd className="ticking">{left > 0 ? `in ${inWords(left)}` : 'expired'}</dd>
        </div>
      </dl>
      <details>
        <summary>All claims</summary>
        <SectionView section={{ kind: 'json', title: `Claims: ${name}`, value: claims }} />
      </details>
    </div>
  );
}

function AcrLadder({ vocabulary, acr }: { vocabulary: readonly string[]; acr: string }) {
  const level = vocabulary.indexOf(acr);
  return (
    <div
      className="ladder"
      role="img"
      aria-label={`Level ${level + 1} of ${vocabulary.length}: ${shortAcr(acr)}`}
    >
      {vocabulary.map((word, index) => (
        <span key={word} className={index <= level ? 'rung reached' : 'rung'} />
      ))}
    </div>
  );
}

/** The time in milliseconds since 1970, each second anew. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => {
      setNow(Date.now());
    }, 1000);
    return () => {
      clearInterval(timer);
    };
  }, []);
  return now;
}

function inWords(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
