/** One policy item: its text, what is wrong with it, what it would change, and what it once was. */
import { useEffect, useId, useState } from 'react';
import { Button } from 'react-aria-components';
import { server } from '../server.ts';
import type { Review, Route } from '../server.ts';
import { PolicyHistory } from './policy-history.tsx';
import { PolicyReview } from './policy-review.tsx';

interface PolicyEditorProps {
  /** Empty: a new item. */
  readonly route: string;
  readonly routes: readonly Route[];
  readonly onSaved: () => void;
}

const BLANK = 'description: \nacr: urn:example:loa:2\nmaxAge: 300\n';

export function PolicyEditor({ route, routes, onSaved }: PolicyEditorProps) {
  const id = useId();
  const [key, setKey] = useState(route);
  const [text, setText] = useState(route === '' ? BLANK : '');
  const [review, setReview] = useState<Review>();
  const [loosen, setLoosen] = useState(false);
  const [busy, setBusy] = useState(false);
  const [note, setNote] = useState('');
  const [version, setVersion] = useState(0);

  useEffect(() => {
    if (route === '') return;
    server.policyText(route).then(
      ({ text: current }) => {
        setText(current);
      },
      (error: unknown) => {
        setNote(messageOf(error));
      },
    );
  }, [route, version]);

  const run = (work: () => Promise<string>) => {
    setBusy(true);
    work()
      .then(setNote, (error: unknown) => {
        setNote(messageOf(error));
      })
      .finally(() => {
        setBusy(false);
      });
  };
  const check = async () => {
    const found = await server.review(key, text);
    setReview(found);
    return found.refusal === undefined ? 'Nothing speaks against it. Save it, or go on editing.' : '';
  };
  const done = (problem: string | undefined, success: string) => {
    if (problem !== undefined) return problem;
    setReview(undefined);
    setLoosen(false);
    setVersion((before) => before + 1);
    onSaved();
    return success;
  };
  const canSave = review !== undefined && (review.refusal === undefined || (review.loosens && loosen));
  return (
    <section className="card editor" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{route === '' ? 'New item' : route}</h2>
      {route === '' && (
        <>
          <label htmlFor={`${id}-key`}>Route or group</label>
          <input
            id={`${id}-key`}
            value={key}
            list={`${id}-routes`}
            placeholder="POST /payments, ANY /admin/*, GROUP payments"
            onChange={(event) => {
              setKey(event.target.value);
            }}
          />
          <datalist id={`${id}-routes`}>
            {routes.map(({ method, template }) => (
              <option key={`${method} ${template}`} value={`${method} ${template}`} />
            ))}
          </datalist>
        </>
      )}
      <label htmlFor={`${id}-text`}>Fields, in YAML or JSON</label>
      <textarea
        id={`${id}-text`}
        value={text}
        rows={11}
        spellCheck={false}
        aria-describedby={`${id}-note`}
        onChange={(event) => {
          setText(event.target.value);
          setReview(undefined);
          setNote('');
        }}
      />
      <div className="buttons">
        <Button
          className="button"
          isDisabled={busy}
          onPress={() => {
            run(check);
          }}
        >
          Review the change
        </Button>
        <Button
          className="button primary"
          isDisabled={busy || !canSave}
          onPress={() => {
            run(async () =>
              done(
                (await server.writePolicy(key, text, loosen)).problem,
                'Saved. It is in force within 10 seconds.',
              ),
            );
          }}
        >
          Save
        </Button>
        {route !== '' && (
          <Button
            className="button quiet"
            isDisabled={busy}
            onPress={() => {
              run(async () =>
                done(
                  (await server.removePolicy(key)).problem,
                  'Deleted: the next item that matches counts, or the route is closed.',
                ),
              );
            }}
          >
            Delete
          </Button>
        )}
      </div>
      <p id={`${id}-note`} className="note" role="status">
        {busy ? 'Asking the command line…' : note}
      </p>
      {review !== undefined && <PolicyReview review={review} loosen={loosen} onLoosen={setLoosen} />}
      {route !== '' && <PolicyHistory route={route} version={version} />}
    </section>
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
