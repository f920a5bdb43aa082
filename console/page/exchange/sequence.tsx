/** The exchange as a sequence diagram: each message, its sender and receiver, its time and its content. */
import { Button, Disclosure, DisclosurePanel } from 'react-aria-components';
import { useStore } from '../shell/store.ts';
import { trace } from './trace.ts';
import type { Check, Lane, Section, Step } from './trace.ts';
import { SequenceOutline } from './sequence-outline.tsx';

const LANES: readonly Lane[] = ['client', 'api', 'provider'];
const NAMES: Record<Lane, string> = {
  client: 'This page',
  api: 'API + authorizer',
  provider: 'Identity provider',
};

export function Sequence() {
  const drawn = useStore(trace);
  return (
    <section className="card sequence" aria-labelledby="exchange-title">
      <h2 id="exchange-title" className="visually-hidden">
        The exchange
      </h2>
      <div className="lanes" aria-hidden="true">
        {LANES.map((lane) => (
          <span key={lane} className={`lane ${lane}`}>
            {NAMES[lane]}
          </span>
        ))}
      </div>
      {drawn === undefined || drawn.steps.length === 0 ? (
        <SequenceOutline />
      ) : (
        <ol className="steps">
          {drawn.steps.map((step) => (
            <StepRow key={`${drawn.began}-${step.id}`} step={step} />
          ))}
        </ol>
      )}
    </section>
  );
}

function StepRow({ step }: { step: Step }) {
  const { from, to, tone, title, summary, at, took } = step;
  const direction = from === to ? 'self' : LANES.indexOf(from) < LANES.indexOf(to) ? 'right' : 'left';
  return (
    <li className={`step ${tone} ${direction} ${from}-${to}`}>
      <Disclosure className="step-box">
        <Button slot="trigger" className="step-trigger">
          <span className="step-time">+{inSeconds(at)}</span>
          <span className="step-body">
            <span className="step-route">{from === to ? NAMES[from] : `${NAMES[from]} to ${NAMES[to]}`}</span>
            <span className="step-title">{title}</span>
            <span className="step-summary">
              {summary}
              {took !== undefined && <span className="took"> · {inSeconds(took)}</span>}
            </span>
            {direction !== 'self' && <span className="arrow" aria-hidden="true" />}
          </span>
        </Button>
        <Checks step={step} />
        <DisclosurePanel className="step-details">
          {step.sections.map((section) => (
            <SectionView key={section.title} section={section} />
          ))}
        </DisclosurePanel>
      </Disclosure>
    </li>
  );
}

function Checks({ step: { checks = [], lookUp } }: { step: Step }) {
  if (checks.length === 0) return null;
  const isUnderWay = lookUp?.isOver === false;
  return (
    <ul className="checks" style={{ '--room': lookUp?.expected ?? 0 }}>
      {isUnderWay ? (
        <li className="pending">
          <span className="mark">…</span>
          <span className="soft">looking up each requirement</span>
        </li>
      ) : (
        checks.map((check) => <CheckRow key={`${check.demand} ${check.actual}`} check={check} />)
      )}
    </ul>
  );
}

function CheckRow({ check: { met, mark, demand, actual } }: { check: Check }) {
  return (
    <li className={met ? 'met' : 'unmet'}>
      <span className="mark">{mark ?? (met ? 'met' : 'not met')}</span>
      <span>
        <b>{demand}</b> <span className="soft">{actual}</span>
      </span>
    </li>
  );
}

export function SectionView({ section }: { section: Section }) {
  return (
    <div className="section">
      <h3>{section.title}</h3>
      {section.kind === 'json' ? (
        <pre tabIndex={0} role="region" aria-label={section.title}>
          {JSON.stringify(section.value, null, 2)}
        </pre>
      ) : (
        <dl>
          {section.fields.map(([name, value], index) => (
            <div key={`${name}-${index}`}>
              <dt>{name === '' ? ' ' : name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}

function inSeconds(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}
