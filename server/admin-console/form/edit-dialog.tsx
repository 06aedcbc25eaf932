import { Modal } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorNote } from '#shared/ui/error-note.tsx';
import type { Tagged } from '#shared/ui/json-call.ts';
import { LoadingShape } from '#shared/ui/loading-shape.tsx';
import { EntryForm } from './entry-form.tsx';
import { differing, type Field, type Values } from './fields.ts';
import { type Editable, useEdit } from './use-edit.ts';
import { Versions } from './versions.tsx';

export interface EditDialogProps<T> {
  /** What is changed; null while the dialog is closed. */
  of: Editable<T> | null;
  title: string;
  fields: readonly Field[] | ((entity: T) => readonly Field[]);
  toValues: (entity: T) => Values;
  /** The members of the API that these fields change. */
  toBody: (values: Values) => Record<string, unknown>;
  onClose: () => void;
}

/** Changes one thing. What is sent is what was changed; where somebody else was first, both versions are shown. */
export function EditDialog<T>({ of, title, onClose, ...edit }: EditDialogProps<T>) {
  return (
    <Modal opened={of !== null} onClose={onClose} title={title} size="lg">
      {of && <Edit key={of.key} of={of} onClose={onClose} {...edit} />}
    </Modal>
  );
}

type EditProps<T> = Omit<EditDialogProps<T>, 'title' | 'of'> & { of: Editable<T> };

function Edit<T>({ of, fields: given, toValues, toBody, onClose }: EditProps<T>) {
  const { t } = useTranslation('hq');
  const { read, save, theirs, failure } = useEdit(of);
  const [mine, setMine] = useState<Values | null>(null);
  if (failure) return <ErrorNote code={failure.code} />;
  if (!read.data) return <LoadingShape rows={4} height={48} />;
  const base = theirs ?? read.data;
  const fields = typeof given === 'function' ? given(base.body) : given;
  const send = (values: Values, onto: Tagged<T>) => {
    setMine(values);
    const changed = changedMembers(fields, toBody, toValues(onto.body), values);
    if (Object.keys(changed).length === 0) return onClose();
    const body = of.isWhole ? toBody(values) : changed;
    save.mutate({ body, etag: onto.etag }, { onSuccess: ({ saved }) => saved && onClose() });
  };
  if (theirs && mine) {
    return (
      <Versions
        fields={differing(fields, mine, toValues(theirs.body))}
        mine={mine}
        theirs={toValues(theirs.body)}
        sending={save}
        onKeepMine={() => send(mine, theirs)}
        onTakeTheirs={onClose}
      />
    );
  }
  return (
    <EntryForm
      fields={fields}
      initial={mine ?? toValues(base.body)}
      onSend={(values) => send(values, base)}
      sending={save}
      columns={fields.length > 6 ? 2 : 1}
      submit={t('form.save')}
      onClose={onClose}
    />
  );
}

/** Only what was changed is sent, so that two people who change different things do not undo each other's. */
function changedMembers(
  fields: readonly Field[],
  toBody: (values: Values) => Record<string, unknown>,
  before: Values,
  after: Values,
): Record<string, unknown> {
  if (differing(fields, before, after).length === 0) return {};
  const [was, is] = [toBody(before), toBody(after)];
  return Object.fromEntries(
    Object.entries(is).filter(([name]) => JSON.stringify(was[name]) !== JSON.stringify(is[name])),
  );
}
