import { TextInput, type TextInputProps } from '@mantine/core';
import { useFaultText } from '#shared/ui/number/fault-text.ts';
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
  const faultText = useFaultText(quantityForm);
  const isFaulty = fault !== null && !(isOptional && fault === 'EMPTY');
  return (
    <TextInput
      {...rest}
      {...inputProps}
      inputMode="numeric"
      error={isFaulty && <span role="alert">{faultText(fault, range)}</span>}
    />
  );
}
