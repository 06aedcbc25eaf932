import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Reader } from '#shared/contract/reader.ts';
import { type Change, useChange } from '../api/use-change.ts';
import { EntryForm } from './entry-form.tsx';
import type { Field, Values } from './fields.ts';

export interface ActDialogProps<T> {
  opened: boolean;
  title: string;
  onClose: () => void;
  fields: readonly Field[] | ((values: Values) => readonly Field[]);
  initial?: Values;
  /** What is sent of what was filled in. */
  toChange: (values: Values) => Change;
  read: Reader<T>;
  submit: string;
  danger?: boolean;
  /** What follows once it is done; without it the dialog closes. */
  onDone?: (answer: T) => void;
  /** What will happen. */
  children?: ReactNode;
  below?: (values: Values) => ReactNode;
}

/** An act at HQ: what it will do, what it needs to know, and the button that does it. */
export function ActDialog<T>({ opened, title, onClose, ...act }: ActDialogProps<T>) {
  return (
    <Modal opened={opened} onClose={onClose} title={title}>
      <Act onClose={onClose} {...act} />
    </Modal>
  );
}

type ActProps<T> = Omit<ActDialogProps<T>, 'opened' | 'title'>;

function Act<T>({ fields, initial = {}, toChange, read, onDone, onClose, ...rest }: ActProps<T>) {
  const act = useChange(read);
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
