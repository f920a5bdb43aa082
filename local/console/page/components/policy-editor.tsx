/** One policy item: its text, what is wrong with it, what it would change, and what it once was. */
import { useId, useState } from 'react';
import { Button } from 'react-aria-components';
import { usePolicyDraft } from '../policy-draft.ts';
import type { PolicyDraft } from '../policy-draft.ts';
import type { Route } from '../server.ts';
import { PolicyHistory } from './policy-history.tsx';
import { PolicyReview } from './policy-review.tsx';
import { WhatIfPanel } from './what-if.tsx';

interface PolicyEditorProps {
  /** Empty: a new item. */
  readonly route: string;
  readonly routes: readonly Route[];
  readonly onSaved: () => void;
}

export function PolicyEditor({ route, routes, onSaved }: PolicyEditorProps) {
  const id = useId();
  const [key, setKey] = useState(route);
  const draft = usePolicyDraft(route, key, onSaved);
  const { text, review, loosen, busy, note, version } = draft;
  return (
    <section className="card editor" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{route === '' ? 'New item' : route}</h2>
      {route === '' && <KeyInput value={key} routes={routes} onChange={setKey} />}
      <label htmlFor={`${id}-text`}>Fields, in YAML or JSON</label>
      <textarea
        id={`${id}-text`}
        value={text}
        rows={11}
        spellCheck={false}
        aria-describedby={`${id}-note`}
        onChange={(event) => {
          draft.setText(event.target.value);
        }}
      />
      <EditorButtons draft={draft} isNew={route === ''} />
      <p id={`${id}-note`} className="note" role="status">
        {busy ? 'Asking the command line…' : note}
      </p>
      {review !== undefined && <PolicyReview review={review} loosen={loosen} onLoosen={draft.setLoosen} />}
      {review !== undefined && <WhatIfPanel route={key} text={text} />}
      {route !== '' && <PolicyHistory route={route} version={version} />}
    </section>
  );
}

function EditorButtons({ draft, isNew }: { draft: PolicyDraft; isNew: boolean }) {
  const { busy, canSave, check, save, remove } = draft;
  return (
    <div className="buttons">
      <Button className="button" isDisabled={busy} onPress={check}>
        Review the change
      </Button>
      <Button className="button primary" isDisabled={busy || !canSave} onPress={save}>
        Save
      </Button>
      {!isNew && (
        <Button className="button quiet" isDisabled={busy} onPress={remove}>
          Delete
        </Button>
      )}
    </div>
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
