/** The body of a request that the user has written, in JSON. */
import { useId } from 'react';
import type { Call } from './phase.ts';
import { changeCall } from './route-choice.ts';
import { SMALL_BODY } from './runner.ts';

export function BodyInput({ call }: { call: Call }) {
  const id = useId();
  const { body = SMALL_BODY } = call;
  return (
    <div className="field whole">
      <label htmlFor={id}>Body, in JSON</label>
      <textarea
        id={id}
        rows={2}
        value={body}
        spellCheck={false}
        aria-describedby={`${id}-note`}
        onChange={({ target: { value } }) => {
          changeCall({ body: value });
        }}
      />
      <p id={`${id}-note`} className="soft field-note" role="status">
        {isJson(body) ? '' : 'This is not JSON. It is sent as it is.'}
      </p>
    </div>
  );
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
