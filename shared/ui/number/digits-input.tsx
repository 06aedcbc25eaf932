import { TextInput, type TextInputProps } from '@mantine/core';
import type { ChangeEvent } from 'react';
import { latinDigits } from '#shared/domain/text.ts';

interface DigitsInputProps extends Omit<TextInputProps, 'value' | 'onChange' | 'dir'> {
  value: string;
  onChange: (text: string) => void;
}

/**
 * A text that is read as digits and is no number: a code, a telephone number. Whatever digits its keyboard has, Latin
 * ones stand in the field and leave it, so that nobody behind it has to know any others.
 */
export function DigitsInput({ onChange, ...rest }: DigitsInputProps) {
  const take = ({ currentTarget: input }: ChangeEvent<HTMLInputElement>) => {
    const text = latinDigits(input.value);
    if (text !== input.value) {
      // A field that is filled by its form puts the caret at its end; the hand is typing where it was.
      const { selectionStart } = input;
      input.value = text;
      input.setSelectionRange(selectionStart, selectionStart);
    }
    onChange(text);
  };
  return <TextInput {...rest} onChange={take} dir="ltr" />;
}
