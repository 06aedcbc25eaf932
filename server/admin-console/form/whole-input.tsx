import { TextInput, type TextInputProps } from '@mantine/core';
import { useFaultWords } from '#shared/ui/number/fault-words.ts';
import { quantityForm } from '#shared/ui/number/typed-number.ts';
import { type NumberFieldProps, useNumberField } from '#shared/ui/number/use-number-field.ts';

interface WholeInputProps
  extends NumberFieldProps,
    Omit<TextInputProps, keyof NumberFieldProps | 'error' | 'inputMode'> {
  /** An empty field is no fault. */
  isOptional?: boolean;
}

/** A whole number in a dense form: typed, without buttons beside it. */
export function WholeInput({ value, range, onChange, isOptional = false, ...rest }: WholeInputProps) {
  const { fault, inputProps } = useNumberField({ value, range, onChange }, quantityForm);
  const faultWords = useFaultWords(quantityForm);
  const isFaulty = fault !== null && !(isOptional && fault === 'EMPTY');
  return (
    <TextInput
      {...rest}
      {...inputProps}
      inputMode="numeric"
      error={isFaulty && <span role="alert">{faultWords(fault, range)}</span>}
    />
  );
}
