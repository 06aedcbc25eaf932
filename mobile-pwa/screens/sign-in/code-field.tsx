import { TextInput } from '@mantine/core';

interface CodeFieldProps {
  label: string;
  description?: string;
  code: string;
  onCode: (code: string) => void;
}

/** A code that HQ or the depot reads out: typed as it was heard, corrected by no keyboard. */
export function CodeField({ label, description, code, onCode }: CodeFieldProps) {
  return (
    <TextInput
      label={label}
      description={description}
      value={code}
      onChange={(event) => onCode(event.currentTarget.value)}
      autoComplete="one-time-code"
      autoCapitalize="characters"
      autoCorrect="off"
      spellCheck={false}
      dir="ltr"
      required
    />
  );
}
