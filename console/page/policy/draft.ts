/** The draft of one policy item: its text, its review, and the result of writing it. */
import { useEffect, useState } from 'react';
import { errorText } from '../shell/error-text.ts';
import { useReview } from './review-while-typing.ts';
import type { Reviewed } from './review-while-typing.ts';
import { ask, ServerRefusal } from '../shell/server.ts';
import type { PolicyText, Review } from '../../wire/policy.ts';

export interface PolicyDraft {
  readonly text: string;
  readonly reviewed: Reviewed | undefined;
  readonly loosen: boolean;
  readonly busy: boolean;
  /** The item is still being read from the table: until then it cannot be edited. */
  readonly isReading: boolean;
  readonly note: string;
  /** The version of the item that the text is to replace; undefined where the item has none. */
  readonly version: number | undefined;
  /** How many changes were written. */
  readonly writes: number;
  /** The item as the table has it now, if it was changed there since it was read. */
  readonly newer: PolicyText | undefined;
  readonly canSave: boolean;
  readonly setText: (text: string) => void;
  readonly setLoosen: (loosen: boolean) => void;
  readonly check: () => void;
  /** Writes the change that was reviewed. */
  readonly save: () => void;
  readonly checkRemoval: () => void;
  readonly takeNewer: () => void;
  /** Keeps the user's text, to be written over the newer one. */
  readonly keepMine: () => void;
}

const BLANK = 'description: \nacr: urn:example:loa:2\nmaxAge: 300\n';

/** `route` is the key of the item in the table, or empty for a new one; `key` that of the item to be written. */
export function usePolicyDraft(route: string, key: string, onSaved: () => void): PolicyDraft {
  const [text, setText] = useState(route === '' ? BLANK : '');
  const [newer, setNewer] = useState<PolicyText>();
  const [loosen, setLoosen] = useState(false);
  const [writes, setWrites] = useState(0);
  const { busy, note, setNote, run } = useWork();
  const [base, setBase] = useBase(key, writes, setNote, (current) => {
    if (route !== '') setText(current.text);
  });
  const { reviewed, look, forget } = useReview({ key, text, base }, setNewer, setNote);

  const start = (changed: string) => {
    setText(changed);
    forget();
    setLoosen(false);
    setNote('');
  };
  const goOnFrom = (current: PolicyText, changed: string) => {
    setBase(current);
    start(changed);
    setNewer(undefined);
  };
  const make = async (): Promise<string> => {
    if (reviewed === undefined || base === undefined) return '';
    try {
      await write(reviewed, base.stamp, loosen);
    } catch (error) {
      if (!(error instanceof ServerRefusal) || error.code !== 'policy_conflict') throw error;
      const current = await ask('GET /api/policy/text', { route: key });
      // Changed, and changed back since: there is no newer text to show.
      if (current.stamp === base.stamp) throw error;
      setNewer(current);
      return '';
    }
    start(text);
    setWrites((before) => before + 1);
    onSaved();
    return reviewed.kind === 'save' ? SAVED : DELETED;
  };
  return {
    ...{ text, reviewed, loosen, busy, note, writes, newer, setLoosen },
    version: base?.version,
    isReading: route !== '' && base === undefined,
    canSave: reviewed !== undefined && base !== undefined && newer === undefined && mayPass(reviewed, loosen),
    setText: start,
    check: run(() => look('save')),
    save: run(make),
    checkRemoval: run(() => look('delete')),
    takeNewer: () => {
      if (newer !== undefined) goOnFrom(newer, newer.text);
    },
    keepMine: () => {
      if (newer !== undefined) goOnFrom(newer, text);
    },
  };
}

const SAVED = 'Saved. It is in force within 10 seconds.';
const DELETED = 'Deleted: the next item that matches counts, or the route is closed.';

function write({ kind, key: route, text }: Reviewed, stamp: string, loosen: boolean): Promise<object> {
  return kind === 'save'
    ? ask('PUT /api/policy', { route, fields: text, stamp, loosen })
    : ask('POST /api/policy/remove', { route, stamp, loosen });
}

function mayPass({ review: { verdict } }: { review: Review }, loosen: boolean): boolean {
  return verdict === 'fine' || (verdict === 'loosens' && loosen);
}

/** The item as it is in the table, read again after each write. */
function useBase(
  key: string,
  writes: number,
  onProblem: (problem: string) => void,
  onRead: (current: PolicyText) => void,
): [PolicyText | undefined, (base: PolicyText) => void] {
  const [base, setBase] = useState<PolicyText>();
  useEffect(() => {
    let isWanted = true;
    setBase(undefined);
    if (key !== '') {
      ask('GET /api/policy/text', { route: key }).then(
        (current) => {
          if (!isWanted) return;
          setBase(current);
          onRead(current);
        },
        (error: unknown) => {
          onProblem(errorText(error));
        },
      );
    }
    return () => {
      isWanted = false;
    };
  }, [key, writes]);
  return [base, setBase];
}

/** Work that the buttons wait for, and its result as a note. */
function useWork() {
  const [busy, setBusy] = useState(false);
  const [note, setNote] = useState('');
  const run = (work: () => Promise<string>) => () => {
    setBusy(true);
    void work()
      .catch(errorText)
      .then(setNote)
      .finally(() => {
        setBusy(false);
      });
  };
  return { busy, note, setNote, run };
}
