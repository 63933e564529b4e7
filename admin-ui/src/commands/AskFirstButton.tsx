import { Button } from '@wordpress/components';
import { useState } from '@wordpress/element';
import type { ComponentProps } from 'react';
import { CommandDialog } from './CommandDialog.tsx';

type Look = Pick<ComponentProps<typeof Button>, 'variant' | 'isDestructive' | 'disabled'>;

interface Props extends Look {
  readonly label: string;
  readonly title: string;
  /** What will happen. */
  readonly explanation: string;
  readonly confirm: string;
  readonly act: {
    readonly isPending: boolean;
    readonly error: Error | null;
    readonly mutate: (nothing: undefined, options: { readonly onSuccess: () => void }) => void;
  };
}

/** A button that does what it says only once a dialog has said what that means; no reason is kept. */
export function AskFirstButton({ label, act, title, explanation, confirm, ...look }: Props) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button {...look} accessibleWhenDisabled onClick={() => setOpen(true)}>
        {label}
      </Button>
      {open && (
        <CommandDialog
          title={title}
          explanation={explanation}
          confirm={confirm}
          reason="none"
          busy={act.isPending}
          error={act.error}
          onConfirm={() => act.mutate(undefined, { onSuccess: () => setOpen(false) })}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}
