/** One policy item: its text, its review, a what-if, and its history. */
import { useId, useRef, useState } from 'react';
import { usePolicyDraft } from './draft.ts';
import type { Route } from '../../wire/api.ts';
import { EditorButtons, NewerText } from './editor-buttons.tsx';
import { PolicyHistory } from './history.tsx';
import { PolicyReview } from './review.tsx';
import { PolicyText, goToLine } from './text-area.tsx';
import { WhatIfPanel } from './what-if.tsx';

interface PolicyEditorProps {
  /** Empty: a new item. */
  readonly route: string;
  readonly routes: readonly Route[];
  readonly scope: string;
  readonly onSaved: () => void;
}

export function PolicyEditor({ route, routes, scope, onSaved }: PolicyEditorProps) {
  const id = useId();
  const [key, setKey] = useState(route);
  const draft = usePolicyDraft(route, key, onSaved);
  const area = useRef<HTMLTextAreaElement>(null);
  const { text, reviewed, loosen, busy, note, version, writes, newer } = draft;
  const lines = new Map(
    reviewed?.review.findings.flatMap(({ line, severity }) => (line === undefined ? [] : [[line, severity]])),
  );
  return (
    <section className="card editor" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{route === '' ? 'New item' : route}</h2>
      {version !== undefined && <p className="soft">Version {version}</p>}
      {route === '' && <KeyInput value={key} routes={routes} onChange={setKey} />}
      <PolicyText
        area={area}
        text={text}
        readOnly={draft.isReading}
        marked={lines}
        isInvalid={reviewed?.review.verdict === 'refused'}
        noteId={`${id}-note`}
        onChange={draft.setText}
      />
      <EditorButtons draft={draft} isNew={route === ''} hasKey={key.trim() !== ''} />
      <p id={`${id}-note`} className="note" role="status">
        {busy ? 'Checking…' : note}
      </p>
      {newer !== undefined && <NewerText newer={newer} onTake={draft.takeNewer} onKeep={draft.keepMine} />}
      {reviewed !== undefined && (
        <PolicyReview
          review={reviewed.review}
          loosen={loosen}
          onLoosen={draft.setLoosen}
          onLine={(line) => {
            goToLine(area.current, line);
          }}
        />
      )}
      {reviewed?.kind === 'save' && reviewed.review.verdict !== 'refused' && (
        <WhatIfPanel route={key} text={text} routes={routes} scope={scope} />
      )}
      {route !== '' && (
        <PolicyHistory
          route={route}
          writes={writes}
          onPutBack={(fields) => {
            draft.setText(fields);
            area.current?.focus();
          }}
        />
      )}
    </section>
  );
}

interface KeyInputProps {
  readonly value: string;
  readonly routes: readonly Route[];
  readonly onChange: (key: string) => void;
}

function KeyInput({ value, routes, onChange }: KeyInputProps) {
  const id = useId();
  return (
    <>
      <label htmlFor={id}>Route or group</label>
      <input
        id={id}
        value={value}
        list={`${id}-routes`}
        placeholder="POST /payments, ANY /admin/*, GROUP payments"
        onChange={(event) => {
          onChange(event.target.value);
        }}
      />
      <datalist id={`${id}-routes`}>
        {routes.map(({ method, template }) => (
          <option key={`${method} ${template}`} value={`${method} ${template}`} />
        ))}
      </datalist>
    </>
  );
}
