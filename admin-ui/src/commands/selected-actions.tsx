import { Button } from '@wordpress/components';
import type { Action, RenderModalProps } from '@wordpress/dataviews/wp';
import { __ } from '@wordpress/i18n';
import type { CommandName, SelectedSubject } from '../api/shapes.ts';
import type { SubjectKind } from '../words/subject.ts';
import { CommandForm } from './CommandForm.tsx';
import { dialogWords } from './dialog-words.ts';
import { requestedWords } from './requested-words.ts';
import { mayAsk, useCommand } from './use-command.ts';

interface Chosen<Item> {
  /** Null: nothing can be asked of it. */
  readonly subjectOf: (item: Item) => SelectedSubject | null;
  /** The exception they are chosen of; null: of the list of orders. */
  readonly cause: string | null;
  readonly kind: SubjectKind;
}

/** Commands as actions of a list: of one row, or of all rows that are selected, which become one request. */
export function selectedActions<Item>(commands: readonly CommandName[], chosen: Chosen<Item>): Action<Item>[] {
  if (!mayAsk()) return [];
  return commands.map((command) => ({
    id: command,
    label: dialogWords(command, 1, chosen.kind).button,
    supportsBulk: true,
    isEligible: (item) => chosen.subjectOf(item) !== null,
    modalHeader: (items) => dialogWords(command, items.length, chosen.kind).title,
    RenderModal: (props) => <SelectedForm command={command} chosen={chosen} {...props} />,
  }));
}

type FormProps<Item> = RenderModalProps<Item> & { readonly command: CommandName; readonly chosen: Chosen<Item> };

/** Asks once more, and then says what was requested. */
function SelectedForm<Item>({ command, chosen, items, closeModal, onActionPerformed }: FormProps<Item>) {
  const asked = useCommand();
  const { cause, kind } = chosen;
  const selected = items.flatMap((item) => chosen.subjectOf(item) ?? []);
  const close = (): void => {
    if (asked.data) onActionPerformed?.(items);
    if (asked.data || asked.error) asked.refresh();
    closeModal?.();
  };
  if (asked.data) {
    return (
      <div role="status">
        <p>{requestedWords(command, asked.data, kind)}</p>
        <div className="causeway-actions is-end">
          <Button variant="primary" onClick={close}>
            {__('Close', 'causeway')}
          </Button>
        </div>
      </div>
    );
  }
  const words = dialogWords(command, selected.length, kind);
  return (
    <CommandForm
      explanation={words.explanation}
      confirm={words.confirm}
      reason={words.reason}
      busy={asked.isPending}
      error={asked.error}
      onConfirm={(reason) => asked.mutate({ command, reason, selected, ...(cause === null ? {} : { cause }) })}
      onClose={close}
    />
  );
}
