import { Button, Group, SimpleGrid, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { NextButton } from '#shared/ui/next-button.tsx';
import { FieldInput } from './field-input.tsx';
import { type Field, faultsOf, type Values } from './fields.ts';
import { fieldOfRefusal, refusalIn } from './refusal.ts';
import { Refused } from './refused.tsx';

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
  // What HQ has found wrong with a field stands beside it, until it is sent again.
  const refusal = refusalIn(foot.sending.error);
  const refusedField = fieldOfRefusal(refusal, fieldsFor(form.values));
  return (
    <form ref={element} noValidate onSubmit={form.onSubmit(onSend, toFirstFault)}>
      <Stack>
        {children}
        <SimpleGrid cols={columns}>
          {fieldsFor(form.values).map((field, index) => (
            <FieldInput
              key={field.name}
              field={field}
              form={form}
              first={index === 0}
              refusal={field.name === refusedField ? refusal : null}
            />
          ))}
        </SimpleGrid>
        {below?.(form.values)}
        <FormFoot {...foot} isSaid={refusedField !== null} />
      </Stack>
    </form>
  );
}

interface FormFootProps extends Pick<EntryFormProps, 'sending' | 'submit' | 'danger' | 'onClose'> {
  /** Why it was not taken stands beside a field. */
  isSaid?: boolean;
}

/** Why it was not taken, the way out, and the button that sends it. Beside `Cancel the delivery` no `Cancel` stands. */
export function FormFoot({ sending, submit, danger = false, isSaid = false, onClose }: FormFootProps) {
  const { t } = useTranslation(['hq', 'ui']);
  return (
    <>
      {sending.error && !isSaid && <Refused error={sending.error} />}
      <Group justify="end">
        <Button onClick={onClose}>{danger ? t('form.keep') : t('ui:action.cancel')}</Button>
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
