/** A command line that the user has asked for: copied, or to be copied by hand where the browser does not let the page copy. */
import { useEffect, useRef } from 'react';
import type { ConsoleState } from '../../wire/api.ts';
import { tokenCommand } from './curl.ts';

export interface Copied {
  readonly command: string;
  readonly done: boolean;
}

export function CopiedCommand({ copied, state }: { copied: Copied; state: ConsoleState }) {
  const field = useRef<HTMLTextAreaElement>(null);
  const { command, done } = copied;
  useEffect(() => {
    if (!done) field.current?.select();
  }, [copied, done]);
  return (
    <div className="command" role="group" aria-label="Command line">
      <p role="status">
        {done ? 'Copied.' : 'The browser does not let the page copy. It is selected: copy it from here.'} It
        works in a shell where TOKEN is set:{' '}
        {state.signIn.provider === 'local' ? (
          <code>{tokenCommand(state.apiUrl)}</code>
        ) : (
          'to an access token of your provider.'
        )}
      </p>
      <textarea ref={field} readOnly rows={2} spellCheck={false} aria-label="As curl" value={command} />
    </div>
  );
}
