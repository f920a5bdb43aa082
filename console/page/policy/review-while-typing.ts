/** Reviews what is typed, when it has not been typed on for a moment. */
import { useEffect, useRef, useState } from 'react';
import { errorText } from '../shell/error-text.ts';
import { server } from '../shell/server.ts';
import type { PolicyText, Review } from '../shell/server.ts';

/** A review, and of what: it lets exactly that be saved, and nothing that was typed since. */
export interface Reviewed {
  readonly kind: 'save' | 'delete';
  readonly key: string;
  readonly text: string;
  readonly review: Review;
}

interface Typed {
  readonly key: string;
  readonly text: string;
  /** What the table said when it was read; none while it is read. */
  readonly base: PolicyText | undefined;
}

interface Reviewing {
  /** Of what is there now; none while it is typed. */
  readonly reviewed: Reviewed | undefined;
  /** Resolves to what there is to say. */
  readonly look: (kind: Reviewed['kind']) => Promise<string>;
  readonly forget: () => void;
}

/** After the last key, in milliseconds. */
const PAUSE = 400;

/** `onNewer` is told what the table says, when that is not `base` any more; `onNote` what there is to say. */
export function useReview(
  { key, text, base }: Typed,
  onNewer: (newer: PolicyText) => void,
  onNote: (note: string) => void,
): Reviewing {
  const [reviewed, setReviewed] = useState<Reviewed>();
  const typed = useRef({ key, text });
  typed.current = { key, text };
  const look = async (kind: Reviewed['kind']) => {
    const review = await (kind === 'save' ? server.review(key, text) : server.reviewRemoval(key));
    // What was typed meanwhile is reviewed after the next pause.
    if (typed.current.key !== key || typed.current.text !== text) return '';
    setReviewed({ kind, key, text, review });
    if (base !== undefined && review.stamp !== base.stamp) onNewer(await server.policyText(key));
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
    // Nothing else starts a review.
  }, [key, text, base]);
  return {
    reviewed: isCurrent ? reviewed : undefined,
    look,
    forget: () => {
      setReviewed(undefined);
    },
  };
}

const FINE = 'Nothing speaks against it. Save it, or go on editing.';
