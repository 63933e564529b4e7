import { Modal } from '@wordpress/components';
import { CommandForm, type CommandFormProps } from './CommandForm.tsx';

/** Asks once more before a command goes out, for the reason where one must be kept. */
export function CommandDialog({ title, ...form }: CommandFormProps & { readonly title: string }) {
  return (
    <Modal title={title} onRequestClose={form.onClose} size="medium">
      <CommandForm {...form} />
    </Modal>
  );
}
