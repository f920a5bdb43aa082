/** What can be done with a draft, and what is asked when somebody else was faster. */
import { Button } from 'react-aria-components';
import type { PolicyDraft } from './draft.ts';
import type { PolicyText } from '../shell/server.ts';

export function EditorButtons({ draft, isNew }: { draft: PolicyDraft; isNew: boolean }) {
  const { reviewed, canSave, check, save, checkRemoval } = draft;
  const busy = draft.busy || draft.isReading;
  const isRemoval = reviewed?.kind === 'delete';
  return (
    <div className="buttons">
      <Button className="button" isDisabled={busy} onPress={check}>
        Review the change
      </Button>
      <Button className="button primary" isDisabled={busy || !canSave} onPress={save}>
        {isRemoval ? 'Delete it' : 'Save'}
      </Button>
      {!isNew && !isRemoval && (
        <Button className="button quiet" isDisabled={busy} onPress={checkRemoval}>
          Delete…
        </Button>
      )}
    </div>
  );
}

interface NewerTextProps {
  readonly newer: PolicyText;
  readonly onTake: () => void;
  readonly onKeep: () => void;
}

export function NewerText({ newer, onTake, onKeep }: NewerTextProps) {
  return (
    <div className="problem newer" role="alert">
      <p>
        {newer.text === ''
          ? 'Somebody else has deleted this item since you opened it. Nothing was written.'
          : 'Somebody else has changed this item since you opened it. Nothing was written. It says now:'}
      </p>
      {newer.text !== '' && <pre>{newer.text}</pre>}
      <div className="buttons">
        <Button className="button small" onPress={onTake}>
          {newer.text === '' ? 'Give mine up' : 'Take the newer text'}
        </Button>
        <Button className="button small" onPress={onKeep}>
          Go on with mine
        </Button>
      </div>
    </div>
  );
}
