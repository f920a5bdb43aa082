/** Reviews the text when the user has stopped typing for a moment. */
import { useEffect, useRef, useState } from 'react';
import { errorText } from '../shell/error-text.ts';
import { ask } from '../shell/server.ts';
import type { PolicyText, Review } from '../../wire/policy.ts';

/** A review, and the text that it is of. Only exactly this text may be saved. */
export interface Reviewed {
  readonly kind: 'save' | 'delete';
  readonly key: string;
  readonly text: string;
  readonly review: Review;
}

interface Typed {
  readonly key: string;
  readonly text: string;
  /** The item as it was read from the table; undefined while it is being read. */
  readonly base: PolicyText | undefined;
}

interface Reviewing {
  /** The review of the current text; undefined while the user is typing. */
  readonly reviewed: Reviewed | undefined;
  /** Resolves to a note for the user. */
  readonly look: (kind: Reviewed['kind']) => Promise<string>;
  readonly forget: () => void;
}

/** After the last key, in milliseconds. */
const PAUSE = 400;

/** `onNewer` gets the item as the table has it, when that differs from `base`; `onNote` gets a note for the user. */
export function useReview(
  { key, text, base }: Typed,
  onNewer: (newer: PolicyText) => void,
  onNote: (note: string) => void,
): Reviewing {
  const [reviewed, setReviewed] = useState<Reviewed>();
  const typed = useRef({ key, text });
  typed.current = { key, text };
  const look = async (kind: Reviewed['kind']) => {
    const review = await (kind === 'save'
      ? ask('POST /api/policy/review', { route: key, fields: text })
      : ask('POST /api/policy/review-removal', { route: key }));
    // The text has changed meanwhile: the newer text is reviewed after the next pause.
    if (typed.current.key !== key || typed.current.text !== text) return '';
    setReviewed({ kind, key, text, review });
    if (base !== undefined && review.stamp !== base.stamp)
      onNewer(await ask('GET /api/policy/text', { route: key }));
    return kind === 'save' && review.verdict === 'fine' ? FINE : '';
  };
  const isCurrent = reviewed?.key === key && reviewed.text === text;
  useEffect(() => {
    if (isCurrent || base === undefined || text === base.text) return;
    const timer = setTimeout(() => {
      look('save').then(onNote, (error: unknown) => {
        onNote(errorText(error));
      });
    }, PAUSE);
    return () => {
      clearTimeout(timer);
    };
    // Only these start a review, not the functions that are new at each render.
  }, [key, text, base]);
  return {
    reviewed: isCurrent ? reviewed : undefined,
    look,
    forget: () => {
      setReviewed(undefined);
    },
  };
}

const FINE = 'Nothing prevents the change. Save it, or continue editing.';
