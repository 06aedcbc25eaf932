import { MultiSelect, PasswordInput, Select, Switch, Textarea, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import type { Refusal } from '#shared/contract/hq/refusals.ts';
import { DayInput } from '#shared/ui/day/day-input.tsx';
import { DigitsInput } from '#shared/ui/number/digits-input.tsx';
import { MoneyInput } from '#shared/ui/number/money-input.tsx';
import { ClientInput } from './client-input.tsx';
import type { Field, FieldFault, Value, Values } from './fields.ts';
import { WholeInput } from './whole-input.tsx';

/** How many options a choice draws; typing finds the others. */
const OPTIONS_SHOWN = 100;

export type EntryForm = UseFormReturnType<Values>;

interface FieldInputProps {
  field: Field;
  form: EntryForm;
  first: boolean;
  /** What HQ has found wrong with it. */
  refusal: Refusal | null;
}

/** One field of a form, drawn as its kind says. */
export function FieldInput({ field, form, first, refusal }: FieldInputProps) {
  const { t } = useTranslation('hq');
  const value = form.values[field.name] ?? null;
  const set = (next: Value) => form.setFieldValue(field.name, next);
  const fault = form.errors[field.name] as FieldFault | undefined;
  const common = {
    label: field.optional ? t('form.optional', { label: field.label }) : field.label,
    size: 'md',
    ...(field.hint && { description: field.hint }),
    ...(first && { 'data-autofocus': true }),
    disabled: field.fixed ?? false,
    error: fault ? t(`form.fault.${fault}`) : refusal && t(`refused.${refusal}.what`),
  } as const;
  const text = { ...common, value: textIn(value), onChange: (change: TextChange) => set(change.currentTarget.value) };
  switch (field.kind) {
    case 'text':
      return <TextInput {...text} />;
    case 'account':
    case 'percent':
      return <TextInput {...text} inputMode="decimal" dir="ltr" />;
    case 'digits':
      return <DigitsInput {...common} value={textIn(value)} onChange={set} />;
    case 'password':
      return <PasswordInput {...text} autoComplete="new-password" />;
    case 'day':
      return <DayInput {...common} value={textIn(value)} onChange={set} clearable={field.optional ?? false} />;
    case 'long':
      return <Textarea {...text} autosize minRows={2} />;
    case 'flag':
      return <Switch {...common} checked={value === true} onChange={(change) => set(change.currentTarget.checked)} />;
    case 'money': {
      const { error: _, ...rest } = common;
      return <MoneyInput {...rest} isOptional={!fault} range={field.range} value={entered(value)} onChange={set} />;
    }
    case 'whole': {
      const { error: _, ...rest } = common;
      return <WholeInput {...rest} isOptional={!fault} range={field.range} value={entered(value)} onChange={set} />;
    }
    case 'choice':
      return (
        <Select
          {...common}
          searchable={field.options.length > 8}
          clearable={field.optional ?? false}
          allowDeselect={field.optional ?? false}
          limit={OPTIONS_SHOWN}
          data={field.options}
          value={textIn(value) || null}
          onChange={set}
        />
      );
    case 'client':
      return <ClientInput {...common} value={textIn(value)} onChange={set} />;
    case 'choices':
      return <MultiSelect {...common} data={field.options} value={Array.isArray(value) ? value : []} onChange={set} />;
  }
}

type TextChange = { currentTarget: { value: string } };
const textIn = (value: Value): string => (typeof value === 'string' ? value : '');
const entered = (value: Value): number | string | null =>
  typeof value === 'number' || typeof value === 'string' ? value : null;
