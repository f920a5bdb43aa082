/** What the sequence will look like, before the first request. */

interface OutlinedStep {
  readonly className: string;
  readonly title: string;
  readonly summary: string;
}

const STEPS: readonly OutlinedStep[] = [
  { className: 'right client-api', title: 'Your request', summary: 'with the token you have' },
  { className: 'self', title: 'The authorizer decides', summary: 'each requirement: met, or not' },
  { className: 'left api-client', title: 'A challenge', summary: 'refused, and which sign-in is enough' },
  { className: 'right client-provider', title: 'You sign in again', summary: 'with exactly what was asked' },
  { className: 'left provider-client', title: 'A stronger token', summary: 'and a short-lived grant for it' },
  { className: 'right client-api', title: 'The same request', summary: 'sent once more' },
  {
    className: 'left api-client',
    title: 'The route is open',
    summary: 'with times and headers on each step',
  },
];

/** As tall as the first steps that replace it, so that nothing below moves. */
export function SequenceOutline() {
  return (
    <div className="outline">
      <p>
        Three parties. Every message between them is drawn here while it happens, and each step opens to its
        headers, claims and policy.
      </p>
      <div className="steps" aria-hidden="true">
        {STEPS.map(({ className, title, summary }) => (
          <div key={title} className={`step ${className}`}>
            <span className="step-trigger">
              <span className="step-time" />
              <span className="step-body">
                <span className="step-title">{title}</span>
                <span className="step-summary">{summary}</span>
                {className !== 'self' && <span className="arrow" />}
              </span>
            </span>
          </div>
        ))}
      </div>
    </div>
  );
}
