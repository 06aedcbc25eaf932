import { DigitsInput } from '#shared/ui/number/digits-input.tsx';

interface CodeFieldProps {
  label: string;
  description?: string;
  code: string;
  onCode: (code: string) => void;
}

/** A code that HQ or the depot reads out: typed as it was heard, corrected by no keyboard. */
export function CodeField({ label, description, code, onCode }: CodeFieldProps) {
  return (
    <DigitsInput
      label={label}
      description={description}
      value={code}
      onChange={onCode}
      autoComplete="one-time-code"
      autoCapitalize="characters"
      autoCorrect="off"
      spellCheck={false}
      required
    />
  );
}
