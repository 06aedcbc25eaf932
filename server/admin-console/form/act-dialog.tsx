import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import type { HqAnswer, HqCall } from '#shared/contract/hq/call-answers.ts';
import type { HqRequest } from '../api/client.ts';
import { useChange } from '../api/use-change.ts';
import { EntryForm } from './entry-form.tsx';
import type { Field, Values } from './fields.ts';

export interface ActDialogProps<C extends HqCall> {
  opened: boolean;
  title: string;
  onClose: () => void;
  fields: readonly Field[] | ((values: Values) => readonly Field[]);
  initial?: Values;
  /** What is sent of what was filled in. */
  toChange: (values: Values) => HqRequest<C>;
  submit: string;
  danger?: boolean;
  /** What follows once it is done; without it the dialog closes. */
  onDone?: (answer: HqAnswer<C>) => void;
  /** What will happen. */
  children?: ReactNode;
  below?: (values: Values) => ReactNode;
}

/** An act at HQ: what it will do, what it needs to know, and the button that does it. */
export function ActDialog<C extends HqCall>({ opened, title, onClose, ...act }: ActDialogProps<C>) {
  return (
    <Modal opened={opened} onClose={onClose} title={title}>
      <Act onClose={onClose} {...act} />
    </Modal>
  );
}

type ActProps<C extends HqCall> = Omit<ActDialogProps<C>, 'opened' | 'title'>;

function Act<C extends HqCall>({ fields, initial = {}, toChange, onDone, onClose, ...rest }: ActProps<C>) {
  const act = useChange<C>();
  return (
    <EntryForm
      {...rest}
      fields={fields}
      initial={initial}
      sending={act}
      onClose={onClose}
      onSend={(values) =>
        act.mutate(toChange(values), { onSuccess: (answer) => (onDone ? onDone(answer) : onClose()) })
      }
    />
  );
}
