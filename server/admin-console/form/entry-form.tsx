import { Button, Group, SimpleGrid, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorNote } from '#shared/ui/error-note.tsx';
import { failureIn } from '#shared/ui/json-call.ts';
import { NextButton } from '#shared/ui/next-button.tsx';
import { FieldInput } from './field-input.tsx';
import { type Field, faultsOf, type Values } from './fields.ts';

export interface EntryFormProps {
  /** Those that depend on what is filled in are made from it. */
  fields: readonly Field[] | ((values: Values) => readonly Field[]);
  initial: Values;
  onSend: (values: Values) => void;
  sending: { isPending: boolean; error: Error | null };
  /** What the button says that sends it. */
  submit: string;
  /** What is sent cannot be taken back. */
  danger?: boolean;
  onClose: () => void;
  /** How many fields stand beside each other. */
  columns?: 1 | 2;
  /** Above the fields: what will happen. */
  children?: ReactNode;
  /** Below the fields, with what is filled in so far. */
  below?: (values: Values) => ReactNode;
}

/** A form of described fields. What is missing is said beside its field, and the first such field has the focus. */
export function EntryForm({ fields, initial, onSend, columns = 1, children, below, ...foot }: EntryFormProps) {
  const fieldsFor = typeof fields === 'function' ? fields : () => fields;
  const element = useRef<HTMLFormElement>(null);
  const form = useForm<Values>({
    initialValues: initial,
    validate: (values) => faultsOf(fieldsFor(values), values),
  });
  const toFirstFault = () =>
    requestAnimationFrame(() => element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  return (
    <form ref={element} noValidate onSubmit={form.onSubmit(onSend, toFirstFault)}>
      <Stack>
        {children}
        <SimpleGrid cols={columns}>
          {fieldsFor(form.values).map((field, index) => (
            <FieldInput key={field.name} field={field} form={form} first={index === 0} />
          ))}
        </SimpleGrid>
        {below?.(form.values)}
        <FormFoot {...foot} />
      </Stack>
    </form>
  );
}

type FormFootProps = Pick<EntryFormProps, 'sending' | 'submit' | 'danger' | 'onClose'>;

/** Why it was not taken, the way out, and the button that sends it. */
export function FormFoot({ sending, submit, danger = false, onClose }: FormFootProps) {
  const { t } = useTranslation('ui');
  return (
    <>
      {sending.error && <ErrorNote code={failureIn(sending.error).code} />}
      <Group justify="end">
        <Button onClick={onClose}>{t('action.cancel')}</Button>
        {danger ? (
          <Button type="submit" variant="filled" color="red" loading={sending.isPending}>
            {submit}
          </Button>
        ) : (
          <NextButton type="submit" loading={sending.isPending}>
            {submit}
          </NextButton>
        )}
      </Group>
    </>
  );
}
