import { PasswordInput } from '@mantine/core';
import { LIMITS } from '#shared/contract/limits.ts';
import { latinDigits } from '#shared/domain/text.ts';

interface PinInputProps {
  label: string;
  description?: string;
  value: string;
  onChange: (pin: string) => void;
  error?: string | null;
  autoFocus?: boolean;
}

/** Six digits of any keyboard. */
export function PinInput({ value, onChange, autoFocus = false, ...rest }: PinInputProps) {
  return (
    <PasswordInput
      {...rest}
      size="lg"
      dir="ltr"
      w={280}
      maw="100%"
      inputMode="numeric"
      autoComplete="off"
      maxLength={LIMITS.pinDigits}
      data-autofocus={autoFocus || undefined}
      value={value}
      onChange={({ currentTarget }) => onChange(latinDigits(currentTarget.value).replace(/\D/g, ''))}
    />
  );
}

export const isWholePin = (pin: string): boolean => pin.length === LIMITS.pinDigits;
