/** The text of a policy item, with numbered lines. Lines with findings are marked. */
import { useId, useRef } from 'react';
import type { RefObject } from 'react';

interface PolicyTextProps {
  readonly area: RefObject<HTMLTextAreaElement | null>;
  readonly text: string;
  readonly readOnly: boolean;
  /** Lines, from 1, with what is found there: `error` or `warning`. */
  readonly marked: ReadonlyMap<number, string>;
  readonly isInvalid: boolean;
  readonly noteId: string;
  readonly onChange: (text: string) => void;
}

export function PolicyText({ area, text, readOnly, marked, isInvalid, noteId, onChange }: PolicyTextProps) {
  const id = useId();
  const numbers = useRef<HTMLDivElement>(null);
  const lines = text.split('\n');
  return (
    <>
      <label htmlFor={id}>Fields, in YAML or JSON</label>
      <div className="policy-text">
        <div className="line-numbers" aria-hidden ref={numbers}>
          {lines.map((_, index) => (
            <span key={index} className={marked.get(index + 1) ?? ''}>
              {index + 1}
            </span>
          ))}
        </div>
        <textarea
          id={id}
          ref={area}
          value={text}
          readOnly={readOnly}
          rows={11}
          wrap="off"
          spellCheck={false}
          autoCapitalize="off"
          aria-describedby={noteId}
          aria-invalid={isInvalid}
          onScroll={({ currentTarget }) => {
            if (numbers.current !== null) numbers.current.scrollTop = currentTarget.scrollTop;
          }}
          onChange={(event) => {
            onChange(event.target.value);
          }}
        />
      </div>
    </>
  );
}

/** Selects a line, from 1. */
export function goToLine(area: HTMLTextAreaElement | null, line: number): void {
  if (area === null) return;
  const lines = area.value.split('\n');
  const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  area.focus();
  area.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
}
