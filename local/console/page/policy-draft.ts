/** The draft of one policy item: its text, its review, and what became of it. */
import { useEffect, useState } from 'react';
import { server } from './server.ts';
import type { Review } from './server.ts';

export interface PolicyDraft {
  readonly text: string;
  readonly review: Review | undefined;
  readonly loosen: boolean;
  readonly busy: boolean;
  readonly note: string;
  /** Counts what was saved. */
  readonly version: number;
  readonly canSave: boolean;
  readonly setText: (text: string) => void;
  readonly setLoosen: (loosen: boolean) => void;
  readonly check: () => void;
  readonly save: () => void;
  readonly remove: () => void;
}

const BLANK = 'description: \nacr: urn:example:loa:2\nmaxAge: 300\n';

/** `route` is that of the item that is there, or empty; `key` that of what is to be written. */
export function usePolicyDraft(route: string, key: string, onSaved: () => void): PolicyDraft {
  const [text, setText] = useState(route === '' ? BLANK : '');
  const [review, setReview] = useState<Review>();
  const [loosen, setLoosen] = useState(false);
  const [busy, setBusy] = useState(false);
  const [note, setNote] = useState('');
  const [version, setVersion] = useState(0);

  useEffect(() => {
    if (route === '') return;
    server.policyText(route).then(
      (current) => {
        setText(current.text);
      },
      (error: unknown) => {
        setNote(messageOf(error));
      },
    );
  }, [route, version]);

  const run = (work: () => Promise<string>) => () => {
    setBusy(true);
    void work()
      .catch(messageOf)
      .then(setNote)
      .finally(() => {
        setBusy(false);
      });
  };
  const done = ({ problem }: { problem?: string }, success: string) => {
    if (problem !== undefined) return problem;
    setReview(undefined);
    setLoosen(false);
    setVersion((before) => before + 1);
    onSaved();
    return success;
  };
  return {
    ...{ text, review, loosen, busy, note, version, setLoosen },
    canSave: review !== undefined && (review.refusal === undefined || (review.loosens && loosen)),
    setText: (changed) => {
      setText(changed);
      setReview(undefined);
      setNote('');
    },
    check: run(async () => {
      const found = await server.review(key, text);
      setReview(found);
      return found.refusal === undefined ? 'Nothing speaks against it. Save it, or go on editing.' : '';
    }),
    save: run(async () => done(await server.writePolicy(key, text, loosen), SAVED)),
    remove: run(async () => done(await server.removePolicy(key), DELETED)),
  };
}

const SAVED = 'Saved. It is in force within 10 seconds.';
const DELETED = 'Deleted: the next item that matches counts, or the route is closed.';

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
