/** What the user can do with a draft, and with one whose item was changed in the table meanwhile. */
import { Button } from 'react-aria-components';
import type { PolicyDraft } from './draft.ts';
import type { PolicyText } from '../../wire/policy.ts';

interface EditorButtonsProps {
  readonly draft: PolicyDraft;
  readonly isNew: boolean;
  /** Without a key, there is nothing to review. */
  readonly hasKey: boolean;
}

export function EditorButtons({ draft, isNew, hasKey }: EditorButtonsProps) {
  const { reviewed, canSave, check, save, checkRemoval } = draft;
  const busy = draft.busy || draft.isReading;
  const isRemoval = reviewed?.kind === 'delete';
  return (
    <div className="buttons">
      <Button className="button" isDisabled={busy || !hasKey} onPress={check}>
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
          ? 'This item was deleted in the table since you opened it. Nothing was written.'
          : 'This item was changed in the table since you opened it. Nothing was written. It is now:'}
      </p>
      {newer.text !== '' && <pre>{newer.text}</pre>}
      <div className="buttons">
        <Button className="button small" onPress={onTake}>
          {newer.text === '' ? 'Discard my text' : 'Use the newer text'}
        </Button>
        <Button className="button small" onPress={onKeep}>
          Keep my text
        </Button>
      </div>
    </div>
  );
}
