import { type ChangeEvent, type KeyboardEvent, useLayoutEffect, useRef, useState } from 'react';
import { type Entered, enteredOf, type NumberFault, type NumberForm, type Range, textOf } from './typed-number.ts';

export interface NumberFieldProps {
  value: Entered;
  range: Range;
  onChange: (value: Entered) => void;
}

/**
 * The life of a field for one number: it selects itself when it is entered, takes any text while it is typed in, an empty
 * one too, and says what is wrong once it is left.
 */
export function useNumberField({ value, range, onChange }: NumberFieldProps, form: NumberForm) {
  const input = useRef<HTMLInputElement>(null);
  const [isTyping, setTyping] = useState(false);
  const [shown, setShown] = useState(() => ({ text: textOf(value, form.show), value }));
  // A button beside the field, or the form, has changed it.
  if (shown.value !== value) setShown({ text: textOf(value, isTyping ? form.edit : form.show), value });

  useLayoutEffect(() => {
    if (isTyping) input.current?.select();
  }, [isTyping]);

  const write = (form_: (value: number) => string) => setShown({ text: textOf(value, form_), value });
  return {
    fault: isTyping ? null : faultOf(shown.text, form, range),
    inputProps: {
      ref: input,
      value: shown.text,
      dir: 'ltr',
      autoComplete: 'off',
      enterKeyHint: 'done',
      onFocus() {
        setTyping(true);
        write(form.edit);
      },
      onBlur() {
        setTyping(false);
        write(form.show);
      },
      onChange({ currentTarget }: ChangeEvent<HTMLInputElement>) {
        const text = currentTarget.value;
        const entered = enteredOf(text, form, range);
        setShown({ text, value: entered });
        onChange(entered);
      },
      onKeyDown({ key, currentTarget }: KeyboardEvent<HTMLInputElement>) {
        if (key === 'Enter') currentTarget.blur();
      },
    },
  } as const;
}

function faultOf(text: string, form: NumberForm, range: Range): NumberFault | null {
  const reading = form.read(text, range);
  return reading.ok ? null : reading.fault;
}
