import { TextInput, type TextInputProps } from '@mantine/core';
import { useFaultText } from './fault-text.ts';
import { moneyForm } from './typed-number.ts';
import { type NumberFieldProps, useNumberField } from './use-number-field.ts';

export interface MoneyInputProps
  extends NumberFieldProps,
    Omit<TextInputProps, keyof NumberFieldProps | 'error' | 'inputMode'> {
  /** An empty field is no fault: there is no amount. */
  isOptional?: boolean;
}

/** An amount in dinars, as it is typed; in centimes for its form. */
export function MoneyInput({ value, range, onChange, isOptional = false, ...rest }: MoneyInputProps) {
  const { fault, inputProps } = useNumberField({ value, range, onChange }, moneyForm);
  const faultText = useFaultText(moneyForm);
  const isFaulty = fault !== null && !(isOptional && fault === 'EMPTY');
  return (
    <TextInput
      {...rest}
      {...inputProps}
      inputMode="decimal"
      error={isFaulty && <span role="alert">{faultText(fault, range)}</span>}
    />
  );
}
